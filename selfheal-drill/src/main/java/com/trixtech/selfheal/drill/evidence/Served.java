package com.trixtech.selfheal.drill.evidence;

import static com.trixtech.selfheal.drill.evidence.Finding.finding;
import static com.trixtech.selfheal.drill.evidence.Finding.unknown;

import com.trixtech.selfheal.drill.Expectation;
import com.trixtech.selfheal.drill.system.Traffic;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/** Holds against the evidence what is expected of how many were served, and how quickly. Pure. */
record Served(Evidence seen) {

  Finding goodputBack(Expectation.GoodputBackWithin e) {
    OptionalDouble before = Goodput.before(seen);
    OptionalDouble after = Goodput.after(seen, e.within());
    if (before.isEmpty() || after.isEmpty()) {
      return unknown(e, "there was no load before the fault, or not long enough after it");
    }
    return finding(
        e,
        after.getAsDouble() >= e.share() * before.getAsDouble(),
        "%.1f %% of the requests were answered well, %.1f %% before"
            .formatted(after.getAsDouble() * 100, before.getAsDouble() * 100));
  }

  Finding goodputHeld(Expectation.GoodputHeld e) {
    return Overload.of(seen)
        .map(o ->
            o.tested()
                ? finding(e, o.ratio() >= e.share(), o.sentence())
                : unknown(e, "generator and system did not get so far: " + o.sentence()))
        .orElseGet(() -> unknown(e, "the burst did not last"));
  }

  Finding onlyShed(Expectation.OnlyShed e) {
    Traffic.Result t = seen.traffic();
    String actual =
        "%d of %d were shed, %d failed otherwise%s"
            .formatted(
                t.shed(),
                t.total(),
                t.failed(),
                t.failed() == 0 ? "" : " (" + Judge.list(t.failures()) + ")");
    boolean holds = t.failed() <= e.share() * t.total();
    return holds && t.shed() == 0
        ? unknown(e, "nothing was too much: " + actual)
        : finding(e, holds, actual);
  }

  Finding fastAgain(Expectation.FastAgainWithin e) {
    Instant from = seen.faultAt() == null ? null : seen.faultAt().plus(e.within());
    List<Traffic.Second> after =
        seen.traffic().seconds().stream()
            .filter(s -> from != null && !s.at().isBefore(from) && s.total() > 0)
            .toList();
    if (after.isEmpty()) {
      return unknown(e, "there are no latencies by the second");
    }
    double worst = after.stream().mapToDouble(Traffic.Second::p99Ms).max().orElseThrow();
    return finding(
        e, worst <= e.p99().toMillis(), "the worst second's p99 was %.0f ms".formatted(worst));
  }
}
