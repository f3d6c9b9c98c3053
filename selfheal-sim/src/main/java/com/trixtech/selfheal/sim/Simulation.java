package com.trixtech.selfheal.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The entry: runs seeds. Each run is independent of the others; the methods are thread-safe. */
public final class Simulation {
  private static final int KEPT = 10;

  private Simulation() {}

  /** Told after each seed. */
  @FunctionalInterface
  public interface Progress {
    void done(int seeds, SimReport last);
  }

  /** Runs one seed; the same seed on the same platform gives an equal report. */
  public static SimReport run(Platform platform, long seed) {
    return new Run(platform, seed).run();
  }

  /** Runs {@code count} seeds on the caller's thread, beginning with {@code firstSeed}. */
  public static SimSummary runAll(Platform platform, long firstSeed, int count, Progress progress) {
    Sometimes sometimes = new Sometimes(platform);
    List<SimReport> failed = new ArrayList<>();
    int failures = 0;
    long incidents = 0;
    long steps = 0;
    long begun = System.nanoTime();
    for (int i = 0; i < count; i++) {
      SimReport report = run(platform, firstSeed + i);
      sometimes.add(report.sometimes());
      incidents += report.incidents();
      steps += report.steps();
      if (!report.passed()) {
        failures++;
        if (failed.size() < KEPT) {
          failed.add(report);
        }
      }
      progress.done(i + 1, report);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    return new SimSummary(
        firstSeed, count, incidents, steps, took, failures, List.copyOf(failed), sometimes);
  }
}
