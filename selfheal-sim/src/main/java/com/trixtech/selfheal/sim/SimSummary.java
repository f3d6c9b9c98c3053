package com.trixtech.selfheal.sim;

import java.time.Duration;
import java.util.List;

/**
 * Many runs.
 *
 * @param took wall-clock time of the one thread that ran them
 * @param failed reports of the first seeds that broke a promise, at most ten
 * @param failures how many seeds broke one
 */
public record SimSummary(
    long firstSeed,
    int seeds,
    long incidents,
    long steps,
    Duration took,
    int failures,
    List<SimReport> failed,
    Sometimes sometimes) {

  public double incidentsPerSecond() {
    return incidents * 1e9 / Math.max(1, took.toNanos());
  }

  /** Whether no promise was broken and every interesting state was reached. */
  public boolean passed() {
    return failures == 0 && sometimes.never().isEmpty();
  }

  /** The table of interesting states, for a terminal. */
  public String table() {
    StringBuilder text = new StringBuilder();
    for (Sometimes.Reached line : sometimes.table()) {
      text.append(
          "%-14s %-28s %,12d%s%n"
              .formatted(
                  line.kind(), line.state(), line.times(), line.times() == 0 ? "  NEVER" : ""));
    }
    return text.toString();
  }
}
