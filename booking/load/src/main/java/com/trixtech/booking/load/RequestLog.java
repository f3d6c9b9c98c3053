package com.trixtech.booking.load;

import com.trixtech.booking.load.LoadReport.Failures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Every request that ended: four bytes of latency and four of due second each, and failures by
 * kind. Thread-safe.
 */
final class RequestLog {
  private int[] latencyMicros = new int[1 << 14];
  private int[] dueSecond = new int[1 << 14];
  private int size;
  private long rejected;
  private final Map<String, Failures> failures = new TreeMap<>();
  private final Map<Integer, Long> failuresBySecond = new TreeMap<>();

  synchronized void answered(Duration latency, int status, Instant due) {
    add(latency, due);
    if (status >= 400) {
      rejected++;
    }
  }

  synchronized void failed(Duration latency, String kind, Instant due) {
    add(latency, due);
    failuresBySecond.merge(second(due), 1L, Long::sum);
    failures.merge(kind, new Failures(1, due, due), (known, _) -> known.and(due));
  }

  synchronized LoadReport report(long acknowledged) {
    int[] sorted = Arrays.copyOf(latencyMicros, size);
    Arrays.sort(sorted);
    return new LoadReport(
        size,
        failures.values().stream().mapToLong(Failures::count).sum(),
        rejected,
        quantile(sorted, 0.5),
        quantile(sorted, 0.99),
        quantile(sorted, 1),
        failures,
        failures.values().stream().map(Failures::first).min(Comparator.naturalOrder()),
        failures.values().stream().map(Failures::last).max(Comparator.naturalOrder()),
        acknowledged);
  }

  synchronized long total() {
    return size;
  }

  synchronized Optional<Instant> lastFailure() {
    return failures.values().stream().map(Failures::last).max(Comparator.naturalOrder());
  }

  synchronized long failed() {
    return failures.values().stream().mapToLong(Failures::count).sum();
  }

  /** What became of the requests of each second, by when they were due; oldest first. */
  synchronized List<LoadReport.Second> seconds() {
    var bySecond = new TreeMap<Integer, List<Integer>>();
    for (int i = 0; i < size; i++) {
      bySecond.computeIfAbsent(dueSecond[i], _ -> new ArrayList<>()).add(latencyMicros[i]);
    }
    var seconds = new ArrayList<LoadReport.Second>();
    bySecond.forEach((second, latencies) -> {
      int[] sorted = latencies.stream().mapToInt(Integer::intValue).sorted().toArray();
      seconds.add(
          new LoadReport.Second(
              Instant.ofEpochSecond(second),
              sorted.length,
              failuresBySecond.getOrDefault(second, 0L),
              quantile(sorted, 0.99)));
    });
    return seconds;
  }

  private static int second(Instant due) {
    return (int) due.getEpochSecond();
  }

  private void add(Duration latency, Instant due) {
    if (size == latencyMicros.length) {
      latencyMicros = Arrays.copyOf(latencyMicros, size * 2);
      dueSecond = Arrays.copyOf(dueSecond, size * 2);
    }
    dueSecond[size] = second(due);
    latencyMicros[size++] = (int) Math.min(Integer.MAX_VALUE, latency.toNanos() / 1000);
  }

  /** Nearest rank: a value that was measured, rounded towards the slower. */
  private static Duration quantile(int[] sorted, double q) {
    if (sorted.length == 0) {
      return Duration.ZERO;
    }
    int rank = (int) Math.ceil(q * sorted.length);
    return Duration.ofNanos(sorted[Math.max(0, rank - 1)] * 1000L);
  }
}
