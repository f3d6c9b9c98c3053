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

/** The healer dies in the middle of its act: the journal tells the next life where it was. */
final class HealerKilled {
  private HealerKilled() {}

  static Drill drill() {
    return new Drill(
        "healer-killed",
        "The healer is killed in the middle of a roll-back",
        "A healer that is killed between the intent of a roll-back and its report resumes after its restart, finishes the roll-back without doing it twice, and no request notices.",
        List.of(
            "delay every act by 3 s",
            "apply the backend with BOOKING_FAULT=never-ready",
            "end the healer with SIGKILL as soon as the roll-back is intended",
            "start it again 2 s later",
            "watch until the roll-back is verified",
            "apply the original manifests: no new revision may come of it"),
        "the healer, and one surge instance; the three old ones stay",
        BACKEND,
        new Disturbance.HealerKilled(
            new Disturbance.BadRelease(BACKEND, "never-ready", Duration.ofSeconds(80)),
            Duration.ofSeconds(3),
            Duration.ofSeconds(2)),
        Drill.Load.DEFAULT,
        Duration.ofSeconds(6),
        List.of(
            new Expectation.Diagnosed(BACKEND, Set.of(Cause.BAD_RELEASE)),
            new Expectation.Acted(BACKEND, RemedyKind.ROLL_BACK),
            new Expectation.HealingAgainWithin(Duration.ofSeconds(3)),
            new Expectation.OriginalCurrent(BACKEND),
            new Expectation.OnlyActs(Set.of(RemedyKind.AWAIT_PLATFORM, RemedyKind.ROLL_BACK)),
            new Expectation.ActsAtMost(RemedyKind.ROLL_BACK, 1),
            new Expectation.Untouched(BACKEND),
            new Expectation.ReadyNeverBelow(BACKEND, 2),
            new Expectation.FailedAtMost(0),
            new Expectation.NothingLost(),
            new Expectation.MoneyAddsUp()),
        Duration.ofSeconds(90),
        Duration.ofSeconds(3),
        "the journal's intents and reports, the backends' uids, processes and counters over both lives of the healer, and the clients' count of failures");
  }
}
