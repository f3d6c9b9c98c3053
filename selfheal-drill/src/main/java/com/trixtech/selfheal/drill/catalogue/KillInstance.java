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

/** One process ends; the platform restarts it and nobody else notices. */
final class KillInstance {
  private KillInstance() {}

  static Drill drill() {
    return new Drill(
        "kill-instance",
        "One backend is killed",
        "A killed backend instance is replaced without a failed request or a lost booking, and nothing but that instance is touched.",
        List.of(
            "pick the ready backend with the fewest restarts",
            "end its process with SIGKILL",
            "watch until it is ready again and the incident is closed"),
        "one backend instance of three",
        BACKEND,
        new Disturbance.OnInstances(FaultKind.KILL, BACKEND, 1, Duration.ofSeconds(30)),
        Drill.Load.DEFAULT,
        Duration.ofSeconds(3),
        List.of(
            new Expectation.Diagnosed(BACKEND, Set.of(Cause.INSTANCE_CRASHED)),
            new Expectation.RecoveredWithin(Expectation.From.FAULT, Duration.ofSeconds(3)),
            // Replace: where the platform would wait in restart back-off, because the instance was
            // killed before.
            new Expectation.OnlyActs(Set.of(RemedyKind.AWAIT_PLATFORM, RemedyKind.REPLACE)),
            new Expectation.OthersUntouched(BACKEND),
            new Expectation.ReadyNeverBelow(BACKEND, 2),
            new Expectation.FailedAtMost(0),
            new Expectation.NothingLost(),
            new Expectation.MoneyAddsUp()),
        Duration.ofSeconds(60),
        Duration.ofSeconds(3),
        "the clients' own count of failures, the ledger against the database, and the instances' uids, processes and counters");
  }
}
