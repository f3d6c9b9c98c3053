package com.trixtech.selfheal.drill.catalogue;

import static com.trixtech.selfheal.drill.catalogue.Drills.BACKEND;
import static com.trixtech.selfheal.drill.catalogue.Drills.DATABASE;

import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.drill.Disturbance;
import com.trixtech.selfheal.drill.Drill;
import com.trixtech.selfheal.drill.Expectation;
import com.trixtech.selfheal.drill.FaultKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** All backends ail, none is at fault: restarting them would make it worse. */
final class DatabaseDown {
  private DatabaseDown() {}

  static Drill drill() {
    return new Drill(
        "database-down",
        "The database is down",
        "While the database is down no backend is restarted, and all of them serve within three seconds of its return.",
        List.of(
            "keep PostgreSQL down for 20 s",
            "let it start again",
            "watch until every backend is ready and the incidents are closed"),
        "every booking request, for as long as the database is down",
        BACKEND,
        new Disturbance.OnWorkload(FaultKind.WORKLOAD_DOWN, DATABASE, Duration.ofSeconds(20)),
        Drill.Load.DEFAULT,
        Duration.ofSeconds(3),
        List.of(
            new Expectation.Diagnosed(BACKEND, Set.of(Cause.DEPENDENCY_FAILED)),
            new Expectation.RecoveredWithin(Expectation.From.FAULT_END, Duration.ofSeconds(3)),
            // A database that goes away again and again rightly calls a person.
            new Expectation.OnlyActs(
                Set.of(RemedyKind.AWAIT_PLATFORM, RemedyKind.HOLD_RESTARTS, RemedyKind.ESCALATE)),
            new Expectation.Untouched(BACKEND),
            new Expectation.NothingLost(),
            new Expectation.MoneyAddsUp()),
        Duration.ofSeconds(90),
        Duration.ofSeconds(3),
        "the backends' uids, processes and counters before and after, and the ledger against the database");
  }
}
