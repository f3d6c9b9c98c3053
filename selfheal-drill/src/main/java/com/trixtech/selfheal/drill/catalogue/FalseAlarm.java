package com.trixtech.selfheal.drill.catalogue;

import static com.trixtech.selfheal.drill.catalogue.Drills.BACKEND;

import com.trixtech.selfheal.drill.Disturbance;
import com.trixtech.selfheal.drill.Drill;
import com.trixtech.selfheal.drill.Expectation;
import com.trixtech.selfheal.drill.FaultKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Nothing is wrong: the healer must see that too. */
final class FalseAlarm {
  private FalseAlarm() {}

  static Drill drill() {
    return new Drill(
        "false-alarm",
        "One bad sample",
        "One bad sample is not a fact: no incident is opened, nothing is done, and no request notices.",
        List.of(
            "pick the ready backend with the fewest restarts",
            "make one of its probe results bad",
            "watch that nothing happens for 15 s"),
        "nothing: no process is touched",
        BACKEND,
        new Disturbance.OnInstances(FaultKind.BAD_SAMPLE, BACKEND, 1, Duration.ofSeconds(5)),
        Drill.Load.DEFAULT,
        Duration.ofSeconds(3),
        List.of(
            new Expectation.NoIncident(),
            new Expectation.OnlyActs(Set.of()),
            new Expectation.Untouched(BACKEND),
            new Expectation.ReadyNeverBelow(BACKEND, 2),
            new Expectation.FailedAtMost(0),
            new Expectation.NothingLost(),
            new Expectation.MoneyAddsUp()),
        Duration.ofSeconds(30),
        Duration.ofSeconds(15),
        "the absence of incidents and acts, the instances' uids, processes and counters, and the clients' count of failures");
  }
}
