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

/** Nobody serves: an outage that is over as soon as a process can start, and no booking is lost. */
final class BackendAllKilled {
  private BackendAllKilled() {}

  static Drill drill() {
    return new Drill(
        "backend-all-killed",
        "All backends are killed at once",
        "With all three backends killed at once the platform restarts them, the healer adds no disruption of its own, and no acknowledged booking is lost.",
        List.of(
            "pick all three backends",
            "end their processes with SIGKILL",
            "watch until all are ready again and the incident is closed"),
        "every booking request, until the first backend is back",
        BACKEND,
        new Disturbance.OnInstances(FaultKind.KILL, BACKEND, 3, Duration.ofSeconds(30)),
        Drill.Load.DEFAULT,
        Duration.ofSeconds(3),
        List.of(
            new Expectation.Diagnosed(
                BACKEND, Set.of(Cause.INSTANCE_CRASHED, Cause.SHARED_CAUSE_UNKNOWN)),
            // Back-off: an instance that was restarted in the last ten minutes waits 10 s, as on
            // Kubernetes.
            new Expectation.RecoveredWithin(Expectation.From.FAULT, Duration.ofSeconds(15)),
            new Expectation.HarmEndsWithin(Duration.ofSeconds(15)),
            new Expectation.OnlyActs(Set.of(RemedyKind.AWAIT_PLATFORM)),
            new Expectation.NothingLost(),
            new Expectation.MoneyAddsUp()),
        Duration.ofSeconds(60),
        Duration.ofSeconds(3),
        "the clients' failures by the second, the instances' restart counters, and the ledger against the database");
  }
}
