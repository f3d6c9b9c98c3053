package com.trixtech.selfheal.manifest;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody probably meant to write, by edit distance. Stateless. */
final class NearestName {
  private NearestName() {}

  /** {@code replicas} when something is near enough, else {@code one of a, b, c}. */
  static String expectation(String written, Collection<String> known) {
    return nearest(written, known)
        .orElseGet(() ->
            known.isEmpty()
                ? "nothing"
                : "one of " + String.join(", ", known.stream().sorted().toList()));
  }

  /**
   * The nearest name, when at most a third of the word (and at least two letters) would have to
   * change.
   */
  static Optional<String> nearest(String written, Collection<String> known) {
    int limit = Math.max(2, written.length() / 3);
    return known.stream()
        .filter(name -> distance(written, name) <= limit)
        .min(
            Comparator.<String>comparingInt(name -> distance(written, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static int distance(String a, String b) {
    String x = a.toLowerCase(Locale.ROOT);
    String y = b.toLowerCase(Locale.ROOT);
    int[] previous = new int[y.length() + 1];
    for (int j = 0; j <= y.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= x.length(); i++) {
      int[] row = new int[y.length() + 1];
      row[0] = i;
      for (int j = 1; j <= y.length(); j++) {
        int swap = previous[j - 1] + (x.charAt(i - 1) == y.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(swap, 1 + Math.min(previous[j], row[j - 1]));
      }
      previous = row;
    }
    return previous[y.length()];
  }
}
