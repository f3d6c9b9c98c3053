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

/** The database accepts connections and answers nothing: time-outs, not refusals. */
final class DatabaseHang {
  private DatabaseHang() {}

  static Drill drill() {
    return new Drill(
        "database-hang",
        "The database hangs",
        "While the database hangs no backend is restarted, and all of them serve again when it goes on.",
        List.of(
            "stop PostgreSQL's process tree with SIGSTOP for 15 s",
            "let it go on",
            "watch until every backend is ready and the incidents are closed"),
        "every booking request, for as long as the database hangs",
        BACKEND,
        new Disturbance.OnInstances(FaultKind.HANG, DATABASE, 1, Duration.ofSeconds(15)),
        Drill.Load.DEFAULT,
        Duration.ofSeconds(3),
        List.of(
            new Expectation.Diagnosed(BACKEND, Set.of(Cause.DEPENDENCY_FAILED)),
            new Expectation.RecoveredWithin(Expectation.From.FAULT_END, Duration.ofSeconds(5)),
            // A database that goes away again and again rightly calls a person.
            new Expectation.OnlyActs(
                Set.of(RemedyKind.AWAIT_PLATFORM, RemedyKind.HOLD_RESTARTS, RemedyKind.ESCALATE)),
            new Expectation.Untouched(BACKEND),
            new Expectation.Untouched(DATABASE),
            new Expectation.NothingLost(),
            new Expectation.MoneyAddsUp()),
        Duration.ofSeconds(90),
        Duration.ofSeconds(3),
        "the uids, processes and counters of backends and database before and after, and the ledger");
  }
}
