package com.trixtech.booking.load;

import com.trixtech.booking.load.LoadReport.Failures;
import com.trixtech.booking.load.guest.Met;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Every request that ended: thirteen bytes each, and failures by kind. Thread-safe. */
final class RequestLog {
  private static final int FIRST_SIZE = 1 << 14;

  private int[] latencyMicros = new int[FIRST_SIZE];
  private long[] dueMillis = new long[FIRST_SIZE];
  private byte[] met = new byte[FIRST_SIZE];
  private int size;
  private final long[] counts = new long[Met.values().length];
  private final Map<String, Failures> failures = new TreeMap<>();
  private @Nullable Failures turnedAway;
  private @Nullable Instant lastHarm;
  private Instant from = Instant.MIN;

  /** Forgets what was due before, also where it ends later. */
  synchronized void from(Instant start) {
    from = start;
    size = 0;
    Arrays.fill(counts, 0);
    failures.clear();
    turnedAway = null;
    lastHarm = null;
  }

  /**
   * @param kind of the failure; what it says does not matter where none is
   */
  synchronized void ended(Met how, String kind, Duration latency, Instant due) {
    if (due.isBefore(from)) {
      return;
    }
    if (size == latencyMicros.length) {
      latencyMicros = Arrays.copyOf(latencyMicros, size * 2);
      dueMillis = Arrays.copyOf(dueMillis, size * 2);
      met = Arrays.copyOf(met, size * 2);
    }
    latencyMicros[size] = (int) Math.min(Integer.MAX_VALUE, latency.toNanos() / 1000);
    dueMillis[size] = due.toEpochMilli();
    met[size++] = (byte) how.ordinal();
    counts[how.ordinal()]++;
    switch (how) {
      case OK, DEFERRED -> {}
      case SHED -> turnedAway = turnedAway == null ? once(due) : turnedAway.and(due);
      case FAILED -> failures.merge(kind, once(due), (known, _) -> known.and(due));
    }
    if (how.harm() && (lastHarm == null || due.isAfter(lastHarm))) {
      lastHarm = due;
    }
  }

  private static Failures once(Instant due) {
    return new Failures(1, due, due);
  }

  synchronized long total() {
    return size;
  }

  synchronized long count(Met how) {
    return counts[how.ordinal()];
  }

  synchronized Optional<Instant> lastHarm() {
    return Optional.ofNullable(lastHarm);
  }

  /** All of it, where it is the log of the pages. */
  synchronized LoadReport.Pages pages() {
    return new LoadReport.Pages(size, count(Met.SHED), count(Met.FAILED));
  }

  synchronized LoadReport report(
      Profile profile,
      Instant start,
      Instant end,
      long acknowledged,
      long visits,
      LoadReport.Pages pages) {
    int[] sorted = Arrays.copyOf(latencyMicros, size);
    Arrays.sort(sorted);
    return new LoadReport(
        size,
        count(Met.OK),
        count(Met.DEFERRED),
        count(Met.SHED),
        count(Met.FAILED),
        quantile(sorted, 0.5),
        quantile(sorted, 0.99),
        quantile(sorted, 1),
        failures,
        turnedAway,
        acknowledged,
        visits,
        phases(profile, start, end),
        pages);
  }

  private List<LoadReport.Phase> phases(Profile profile, Instant start, Instant end) {
    long[][] by = new long[profile.phases().size()][Met.values().length];
    for (int i = 0; i < size; i++) {
      Duration since = Duration.between(start, Instant.ofEpochMilli(dueMillis[i]));
      by[profile.phaseAt(since)][met[i]]++;
    }
    List<LoadReport.Phase> phases = new ArrayList<>();
    Instant begins = start;
    for (int i = 0; i < by.length; i++) {
      Profile.Phase phase = profile.phases().get(i);
      Instant ends = i == by.length - 1 ? end : earlier(begins.plus(phase.lasts()), end);
      Instant measured = begins.isBefore(from) ? from : begins;
      phases.add(
          new LoadReport.Phase(
              phase.requestsPerSecond(),
              ends.isAfter(measured) ? Duration.between(measured, ends) : Duration.ZERO,
              Arrays.stream(by[i]).sum(),
              by[i][Met.OK.ordinal()],
              by[i][Met.DEFERRED.ordinal()],
              by[i][Met.SHED.ordinal()],
              by[i][Met.FAILED.ordinal()]));
      begins = ends;
    }
    return phases;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  /** What became of the requests of each second, by when they were due; oldest first. */
  synchronized List<LoadReport.Second> seconds() {
    var bySecond = new TreeMap<Long, List<Integer>>();
    for (int i = 0; i < size; i++) {
      bySecond.computeIfAbsent(dueMillis[i] / 1000, _ -> new ArrayList<>()).add(i);
    }
    List<LoadReport.Second> seconds = new ArrayList<>();
    bySecond.forEach((second, requests) -> {
      long[] by = new long[Met.values().length];
      requests.forEach(i -> by[met[i]]++);
      int[] sorted = requests.stream().mapToInt(i -> latencyMicros[i]).sorted().toArray();
      seconds.add(
          new LoadReport.Second(
              Instant.ofEpochSecond(second),
              sorted.length,
              by[Met.OK.ordinal()],
              by[Met.DEFERRED.ordinal()],
              by[Met.SHED.ordinal()],
              by[Met.FAILED.ordinal()],
              quantile(sorted, 0.99)));
    });
    return seconds;
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
