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

/** A revision that becomes ready and then fails: probes are green, so only the answers tell. */
final class BadReleaseSlow {
  private BadReleaseSlow() {}

  static Drill drill() {
    return new Drill(
        "bad-release-slow",
        "A release that is ready and then errs",
        "A new revision that passes its probes and then answers with errors is diagnosed by its error ratio and rolled back, although every probe is good.",
        List.of(
            "apply the backend with BOOKING_FAULT=errors-after-ready",
            "watch until the roll-back is verified",
            "apply the original manifests: no new revision may come of it"),
        "every booking request, until the roll-back",
        BACKEND,
        new Disturbance.BadRelease(BACKEND, "errors-after-ready", Duration.ofSeconds(80)),
        Drill.Load.DEFAULT,
        Duration.ofSeconds(6),
        List.of(
            new Expectation.Diagnosed(BACKEND, Set.of(Cause.BAD_RELEASE)),
            new Expectation.Acted(BACKEND, RemedyKind.ROLL_BACK),
            new Expectation.VerifiedWithin(RemedyKind.ROLL_BACK, Duration.ofSeconds(30)),
            new Expectation.HarmEndsWithin(Duration.ofSeconds(25)),
            new Expectation.OriginalCurrent(BACKEND),
            new Expectation.OnlyActs(
                Set.of(RemedyKind.AWAIT_PLATFORM, RemedyKind.EJECT, RemedyKind.ROLL_BACK)),
            new Expectation.ActsAtMost(RemedyKind.ROLL_BACK, 1),
            new Expectation.ReadyNeverBelow(BACKEND, 2),
            new Expectation.NothingLost(),
            new Expectation.MoneyAddsUp()),
        Duration.ofSeconds(90),
        Duration.ofSeconds(3),
        "the clients' failures ending before the manifests are put back, the journal's verified roll-back, and the ledger");
  }
}
