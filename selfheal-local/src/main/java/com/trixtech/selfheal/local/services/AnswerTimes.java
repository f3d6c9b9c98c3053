package com.trixtech.selfheal.local.services;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How many answers took at most so long, for each bound that any of them met. Immutable. */
final class AnswerTimes {
  static final AnswerTimes NONE = new AnswerTimes(new long[0], new long[0]);

  private final long[] micros; // ascending
  private final long[] counts;

  private AnswerTimes(long[] micros, long[] counts) {
    this.micros = micros;
    this.counts = counts;
  }

  /** From counts by their bound in microseconds. */
  static AnswerTimes of(Map<Long, Long> byBound) {
    return byBound.isEmpty() ? NONE : sorted(new TreeMap<>(byBound));
  }

  AnswerTimes plus(AnswerTimes other) {
    return counts.length == 0 ? other : other.counts.length == 0 ? this : combined(other, 1);
  }

  /** What is left without {@code other}, which is a part of these. */
  AnswerTimes minus(AnswerTimes other) {
    return other.counts.length == 0 ? this : combined(other, -1);
  }

  /** Both in one walk: a window may have more than a thousand parts. */
  private AnswerTimes combined(AnswerTimes other, int sign) {
    long[] bounds = new long[counts.length + other.counts.length];
    long[] sums = new long[bounds.length];
    int size = 0;
    for (int i = 0, j = 0; i < counts.length || j < other.counts.length; ) {
      boolean mine =
          j == other.counts.length || (i < counts.length && micros[i] <= other.micros[j]);
      boolean its = i == counts.length || (j < other.counts.length && other.micros[j] <= micros[i]);
      bounds[size] = mine ? micros[i] : other.micros[j];
      sums[size] = (mine ? counts[i++] : 0) + (its ? sign * other.counts[j++] : 0);
      size += sums[size] > 0 ? 1 : 0;
    }
    return new AnswerTimes(Arrays.copyOf(bounds, size), Arrays.copyOf(sums, size));
  }

  private static AnswerTimes sorted(TreeMap<Long, Long> byBound) {
    return new AnswerTimes(
        byBound.keySet().stream().mapToLong(bound -> bound).toArray(),
        byBound.values().stream().mapToLong(count -> count).toArray());
  }

  /** The bound that 99 of 100 kept; empty without an answer. */
  Optional<Duration> p99() {
    long left = (Arrays.stream(counts).sum() * 99 + 99) / 100;
    for (int i = 0; i < counts.length; i++) {
      left -= counts[i];
      if (left <= 0) {
        return Optional.of(Duration.of(micros[i], ChronoUnit.MICROS));
      }
    }
    return Optional.empty();
  }
}
