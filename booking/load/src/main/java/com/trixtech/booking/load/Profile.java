package com.trixtech.booking.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How many requests a second, phase by phase; the last phase goes on until the run is stopped.
 * Immutable.
 */
public record Profile(List<Phase> phases) {
  private static final Pattern PHASE = Pattern.compile("(\\d{1,6})(?::(\\d{1,6})s)?");
  private static final int MOST = 10_000;

  /**
   * One rate for some time.
   *
   * @param requestsPerSecond the mean
   * @param lasts ignored for the last phase
   */
  public record Phase(int requestsPerSecond, Duration lasts) {
    public Phase {
      if (requestsPerSecond < 1 || requestsPerSecond > MOST) {
        throw new IllegalArgumentException(
            "requestsPerSecond: %d (expected: 1 to %d)".formatted(requestsPerSecond, MOST));
      }
      if (!lasts.isPositive()) {
        throw new IllegalArgumentException("lasts: " + lasts + " (expected: more than zero)");
      }
    }
  }

  public Profile {
    phases = List.copyOf(phases);
    if (phases.isEmpty()) {
      throw new IllegalArgumentException("phases: 0 (expected: at least one) in profile");
    }
  }

  /** One rate all the time. */
  public static Profile steady(int requestsPerSecond) {
    return new Profile(List.of(new Phase(requestsPerSecond, Duration.ofSeconds(1))));
  }

  /**
   * Reads {@code 200} or {@code 200:10s,600:20s,200}.
   *
   * @throws IllegalArgumentException where it is neither
   */
  public static Profile parse(String text) {
    List<Phase> phases = new ArrayList<>();
    String[] parts = text.split(",", -1);
    for (int i = 0; i < parts.length; i++) {
      Matcher phase = PHASE.matcher(parts[i].strip());
      boolean last = i == parts.length - 1;
      if (!phase.matches() || (!last && phase.group(2) == null)) {
        throw new IllegalArgumentException(
            "rate: %s (expected: such as 200, or 200:10s,600:20s,200)".formatted(text));
      }
      phases.add(
          new Phase(
              Integer.parseInt(phase.group(1)),
              Duration.ofSeconds(phase.group(2) == null ? 1 : Long.parseLong(phase.group(2)))));
    }
    return new Profile(phases);
  }

  /** The place of the phase that holds so long after the start. */
  public int phaseAt(Duration sinceStart) {
    Duration end = Duration.ZERO;
    for (int i = 0; i < phases.size() - 1; i++) {
      end = end.plus(phases.get(i).lasts());
      if (sinceStart.compareTo(end) < 0) {
        return i;
      }
    }
    return phases.size() - 1;
  }

  @Override
  public String toString() {
    String all =
        phases.stream()
            .map(p -> p.requestsPerSecond() + ":" + p.lasts().toSeconds() + "s")
            .collect(Collectors.joining(","));
    return all.substring(0, all.lastIndexOf(':'));
  }
}
