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

/**
 * Most instances fail at once: the last one must carry on, and nothing may be done that endangers
 * it.
 */
final class KillTwo {
  private KillTwo() {}

  static Drill drill() {
    return new Drill(
        "kill-two",
        "Two backends are killed at once",
        "With two of three backends killed at once the third one serves on, the platform restarts the two, and the healer adds no disruption of its own.",
        List.of(
            "pick the two ready backends with the fewest restarts",
            "end their processes with SIGKILL",
            "watch until both are ready again and the incident is closed"),
        "two backend instances of three",
        BACKEND,
        new Disturbance.OnInstances(FaultKind.KILL, BACKEND, 2, Duration.ofSeconds(30)),
        Drill.Load.DEFAULT,
        Duration.ofSeconds(3),
        List.of(
            new Expectation.Diagnosed(
                BACKEND, Set.of(Cause.INSTANCE_CRASHED, Cause.SHARED_CAUSE_UNKNOWN)),
            // Back-off: an instance that was restarted in the last ten minutes waits 10 s, as on
            // Kubernetes.
            new Expectation.RecoveredWithin(Expectation.From.FAULT, Duration.ofSeconds(15)),
            new Expectation.OnlyActs(Set.of(RemedyKind.AWAIT_PLATFORM)),
            new Expectation.OthersUntouched(BACKEND),
            new Expectation.ReadyNeverBelow(BACKEND, 1),
            new Expectation.FailedAtMost(0.001),
            new Expectation.NothingLost(),
            new Expectation.MoneyAddsUp()),
        Duration.ofSeconds(60),
        Duration.ofSeconds(3),
        "the clients' own count of failures, the ledger against the database, and the third instance's uid, process and counter");
  }
}
