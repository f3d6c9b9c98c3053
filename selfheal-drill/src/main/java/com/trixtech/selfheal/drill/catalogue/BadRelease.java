package com.trixtech.selfheal.drill.catalogue;

import static com.trixtech.selfheal.drill.catalogue.Drills.BACKEND;

import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.drill.Disturbance;
import com.trixtech.selfheal.drill.Drill;
import com.trixtech.selfheal.drill.Expectation;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A revision that never becomes ready is rolled back, once. */
final class BadRelease {
  private BadRelease() {}

  static Drill drill() {
    return new Drill(
        "bad-release",
        "A release that never becomes ready",
        "A new revision whose instances never become ready is diagnosed as a bad release and rolled back to the proven revision, while the old instances serve every request.",
        List.of(
            "apply the backend with BOOKING_FAULT=never-ready",
            "watch until the roll-back is verified",
            "apply the original manifests: no new revision may come of it"),
        "one surge instance; the three old ones stay",
        BACKEND,
        new Disturbance.BadRelease(BACKEND, "never-ready", Duration.ofSeconds(60)),
        Drill.Load.DEFAULT,
        Duration.ofSeconds(6),
        List.of(
            new Expectation.Diagnosed(BACKEND, Set.of(Cause.BAD_RELEASE)),
            new Expectation.Acted(BACKEND, RemedyKind.ROLL_BACK),
            new Expectation.VerifiedWithin(RemedyKind.ROLL_BACK, Duration.ofSeconds(20)),
            new Expectation.OriginalCurrent(BACKEND),
            new Expectation.OnlyActs(Set.of(RemedyKind.AWAIT_PLATFORM, RemedyKind.ROLL_BACK)),
            new Expectation.ActsAtMost(RemedyKind.ROLL_BACK, 1),
            new Expectation.Untouched(BACKEND),
            new Expectation.ReadyNeverBelow(BACKEND, 2),
            new Expectation.FailedAtMost(0),
            new Expectation.NothingLost(),
            new Expectation.MoneyAddsUp()),
        Duration.ofSeconds(70),
        Duration.ofSeconds(3),
        "the journal's verified roll-back, an apply of the original manifests that makes no new revision, and the clients' count of failures");
  }
}
