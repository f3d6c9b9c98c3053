package com.trixtech.selfheal.shield.spring;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The names that {@link ShieldProperties} knows, read from its records; a {@code *} stands for a
 * name that the application chooses.
 */
final class PropertyNames {
  private static final List<String> KNOWN = known(ShieldProperties.PREFIX, ShieldProperties.class);

  private PropertyNames() {}

  /**
   * What was probably meant.
   *
   * @param property the nearest known name; empty when none is near
   */
  record Nearest(Optional<String> property) {
    String sentence() {
      return property.map(p -> "perhaps " + p).orElse("one of " + String.join(", ", KNOWN));
    }
  }

  static Nearest nearest(String unknown) {
    return new Nearest(
        KNOWN.stream()
            .map(known -> filled(known, unknown))
            .min(Comparator.comparingInt(known -> distance(known, unknown)))
            .filter(known -> distance(known, unknown) <= 4));
  }

  /** Known names below a part, with the part's own choice of name. */
  static List<String> below(String part) {
    return KNOWN.stream()
        .map(known -> filled(known, part))
        .filter(known -> known.startsWith(part + "."))
        .toList();
  }

  /** {@code failure-threshold} is {@code failureThreshold}. */
  static String camel(String kebab) {
    StringBuilder camel = new StringBuilder();
    for (String word : kebab.split("-", -1)) {
      camel.append(camel.isEmpty() ? word : capital(word));
    }
    return camel.toString();
  }

  static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private static List<String> known(String prefix, Class<?> type) {
    List<String> names = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String name =
          prefix + "." + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      Class<?> below = component.getType();
      if (below == Map.class) {
        name += ".*";
        below =
            (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[1];
      }
      if (below.isRecord()) {
        names.addAll(known(name, below));
      } else {
        names.add(name);
      }
    }
    return List.copyOf(names);
  }

  private static String filled(String known, String like) {
    String[] elements = known.split("\\.", -1);
    String[] chosen = like.split("\\.", -1);
    for (int i = 0; i < elements.length; i++) {
      if (elements[i].equals("*") && i < chosen.length) {
        elements[i] = chosen[i];
      }
    }
    return String.join(".", elements);
  }

  /** Letters to change, to add or to leave out. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j - 1], row[j]) + 1);
      }
    }
    return row[b.length()];
  }
}
