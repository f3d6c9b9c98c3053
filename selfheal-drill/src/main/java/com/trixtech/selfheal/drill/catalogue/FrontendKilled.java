package com.trixtech.selfheal.drill.catalogue;

import static com.trixtech.selfheal.drill.catalogue.Drills.BACKEND;
import static com.trixtech.selfheal.drill.catalogue.Drills.FRONTEND;

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
 * One of the two processes that serve the pages ends, and no guest sees it. What it had not
 * answered is asked of the other one: pages, and forms too, since each form carries a key of its
 * own and the frontend's Service says so.
 */
final class FrontendKilled {
  private FrontendKilled() {}

  static Drill drill() {
    return new Drill(
        "frontend-killed",
        "One of two frontends is killed",
        "A killed frontend is restarted by the platform while the other one serves every page, and nothing but that instance is touched.",
        List.of(
            "send a tenth of the requests through the pages, by real forms",
            "pick the ready frontend with the fewest restarts",
            "end its process with SIGKILL",
            "watch until it is ready again and the incident is closed"),
        "one frontend instance of two",
        FRONTEND,
        new Disturbance.OnInstances(FaultKind.KILL, FRONTEND, 1, Duration.ofSeconds(30)),
        Drill.Load.DEFAULT.throughPages(0.1),
        Duration.ofSeconds(3),
        List.of(
            new Expectation.Diagnosed(FRONTEND, Set.of(Cause.INSTANCE_CRASHED)),
            new Expectation.RecoveredWithin(Expectation.From.FAULT, Duration.ofSeconds(5)),
            // Replace: where the platform would wait in restart back-off, because the instance was
            // killed before.
            new Expectation.OnlyActs(Set.of(RemedyKind.AWAIT_PLATFORM, RemedyKind.REPLACE)),
            new Expectation.OthersUntouched(FRONTEND),
            new Expectation.Untouched(BACKEND),
            new Expectation.ReadyNeverBelow(FRONTEND, 1),
            new Expectation.PagesServed(),
            new Expectation.FailedAtMost(0),
            new Expectation.NothingLost(),
            new Expectation.MoneyAddsUp()),
        Duration.ofSeconds(60),
        Duration.ofSeconds(3),
        "the guests' own count of pages that failed, the ledger of guests, database and provider, and the instances' uids, processes and counters");
  }
}
