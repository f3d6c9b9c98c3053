package com.trixtech.selfheal.drill.evidence;

import com.trixtech.selfheal.drill.system.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The share of the requests that got a good answer, before the fault and well after it. Shares, not
 * rates: guests arrive by chance, so that a second has more of them or fewer.
 */
final class Goodput {
  private Goodput() {}

  /** Empty where there was no whole second of load before the fault. */
  static OptionalDouble before(Evidence seen) {
    Instant fault = seen.faultAt();
    return fault == null ? OptionalDouble.empty() : share(seen, Instant.MIN, fault);
  }

  /** From so long after the fault's end; empty where the load did not go on for so long. */
  static OptionalDouble after(Evidence seen, Duration end) {
    Instant over = seen.faultEndedAt();
    return over == null ? OptionalDouble.empty() : share(seen, over.plus(end), Instant.MAX);
  }

  private static OptionalDouble share(Evidence seen, Instant from, Instant to) {
    List<Traffic.Second> seconds =
        seen.traffic().seconds().stream()
            .filter(s -> !s.at().isBefore(from) && s.at().plusSeconds(1).isBefore(to))
            .toList();
    long total = seconds.stream().mapToLong(Traffic.Second::total).sum();
    long good = seconds.stream().mapToLong(Traffic.Second::good).sum();
    return total == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) good / total);
  }
}
