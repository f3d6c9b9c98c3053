package com.trixtech.selfheal.drill.catalogue;

import static com.trixtech.selfheal.drill.catalogue.Drills.BACKEND;

import com.trixtech.selfheal.drill.Disturbance;
import com.trixtech.selfheal.drill.Drill;
import com.trixtech.selfheal.drill.Expectation;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A good release under full load is no event: for nobody. */
final class RollingUpdate {
  private RollingUpdate() {}

  static Drill drill() {
    return new Drill(
        "rolling-update",
        "A good release rolls out under load",
        "A new revision replaces every backend instance under load without a failed request, and the healer does nothing about it.",
        List.of(
            "apply the backend with another environment variable",
            "watch until every instance is a new one",
            "apply the original manifests: they roll out in the same way"),
        "nothing: each instance is replaced after its successor is ready",
        BACKEND,
        new Disturbance.GoodRelease(BACKEND, Duration.ofSeconds(80)),
        Drill.Load.DEFAULT,
        Duration.ofSeconds(6),
        List.of(
            new Expectation.RolledOutWithin(BACKEND, Duration.ofSeconds(60)),
            new Expectation.NoIncident(),
            new Expectation.OnlyActs(Set.of()),
            new Expectation.ReadyNeverBelow(BACKEND, 3),
            new Expectation.FailedAtMost(0),
            new Expectation.NothingLost(),
            new Expectation.MoneyAddsUp()),
        Duration.ofSeconds(90),
        Duration.ofSeconds(3),
        "the uids of all instances before and after, the clients' count of failures, and the ledger");
  }
}
