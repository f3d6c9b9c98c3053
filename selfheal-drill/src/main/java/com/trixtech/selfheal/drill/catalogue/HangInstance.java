package com.trixtech.selfheal.drill.catalogue;

import static com.trixtech.selfheal.drill.catalogue.Drills.BACKEND;

import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.drill.Disturbance;
import com.trixtech.selfheal.drill.Drill;
import com.trixtech.selfheal.drill.Expectation;
import com.trixtech.selfheal.drill.FaultKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** One process stops answering but does not end: liveness is what tells. */
final class HangInstance {
  private HangInstance() {}

  static Drill drill() {
    return new Drill(
        "hang-instance",
        "One backend hangs",
        "A backend instance that no longer answers is out of rotation within a second and is replaced by its liveness probe, while its peers are left alone.",
        List.of(
            "pick the ready backend with the fewest restarts",
            "stop its process tree with SIGSTOP",
            "watch until it is ready again and the incident is closed",
            "let what is left of it go on"),
        "one backend instance of three",
        BACKEND,
        new Disturbance.OnInstances(FaultKind.HANG, BACKEND, 1, Duration.ofSeconds(45)),
        Drill.Load.DEFAULT,
        Duration.ofSeconds(3),
        List.of(
            new Expectation.Diagnosed(
                BACKEND, Set.of(Cause.INSTANCE_HUNG, Cause.INSTANCE_NOT_READY)),
            new Expectation.FastAgainWithin(Duration.ofSeconds(1), Duration.ofMillis(500)),
            new Expectation.RecoveredWithin(Expectation.From.FAULT, Duration.ofSeconds(13)),
            new Expectation.OnlyActs(
                Set.of(
                    RemedyKind.AWAIT_PLATFORM,
                    RemedyKind.EJECT,
                    RemedyKind.RESTART,
                    RemedyKind.REPLACE)),
            new Expectation.OthersUntouched(BACKEND),
            new Expectation.ReadyNeverBelow(BACKEND, 2),
            new Expectation.FailedAtMost(0.001),
            new Expectation.NothingLost(),
            new Expectation.MoneyAddsUp()),
        Duration.ofSeconds(90),
        Duration.ofSeconds(3),
        "the clients' latencies per second, their count of failures, and the instances' uids, processes and counters");
  }
}
