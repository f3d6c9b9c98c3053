package com.trixtech.selfheal.drill.catalogue;

import static com.trixtech.selfheal.drill.catalogue.Drills.BACKEND;

import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.drill.Disturbance;
import com.trixtech.selfheal.drill.Drill;
import com.trixtech.selfheal.drill.Expectation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * More guests than can be served: what can be served is, and the rest is told so at once.
 *
 * <p>The capacity is declared: each of three instances needs 20 ms for a request, one after the
 * other, which is 50 a second, and lets in 12 at once. That is 240 ms of work: with up to 160 ms
 * for everything else, a request that is let in is answered within the 400 ms that the front door
 * takes for too slow and the 500 ms that a Service gives one try. All else is as in normal life:
 * proxy, front door, pool, database, retries.
 *
 * <p>A machine that has much else to do still shows: 0.99 to 1.00 of the goodput was kept in four
 * runs, 0.89 and 0.90 in two beside other builds on the same two cores, where some requests timed
 * out as well.
 */
final class TrafficBurst {
  private static final int INSTANCES = 3;
  private static final Duration COST = Duration.ofMillis(20);
  private static final int CAPACITY = (int) (INSTANCES * 1000 / COST.toMillis());
  private static final int MOST_AT_ONCE = 12;
  private static final int TIMES = 3;

  /** Two thirds of the capacity: nobody is turned away. */
  private static final int USUAL = CAPACITY * 2 / 3;

  private static final Duration LEAD = Duration.ofSeconds(14);
  private static final Duration BURST = Duration.ofSeconds(20);

  private TrafficBurst() {}

  static Drill drill() {
    return new Drill(
        "traffic-burst",
        "Three times as many guests as can be served",
        "At three times its capacity the backend still serves what it can, turns the rest away at once, and serves everybody again when the burst is over; nothing is restarted for it.",
        List.of(
            "give the backend a small capacity: %d instances, %d ms for each request, one after the other, at most %d at once"
                .formatted(INSTANCES, COST.toMillis(), MOST_AT_ONCE),
            "send %d requests a second: the usual load".formatted(USUAL),
            "send %d a second, the capacity, for %s".formatted(CAPACITY, Expectation.seconds(LEAD)),
            "send %d a second for %s".formatted(TIMES * CAPACITY, Expectation.seconds(BURST)),
            "send the usual load again, and watch",
            "apply the original manifests: the capacity is the machine's again"),
        "guests who come in the burst: two of three requests are turned away",
        BACKEND,
        new Disturbance.Burst(
            BACKEND,
            Map.of(
                "BOOKING_FAULT", "costly:" + COST, "MOST_AT_ONCE", Integer.toString(MOST_AT_ONCE)),
            CAPACITY,
            TIMES,
            LEAD,
            BURST,
            Duration.ofSeconds(10)),
        Drill.Load.DEFAULT.at(USUAL),
        Duration.ofSeconds(6),
        List.of(
            new Expectation.GoodputHeld(0.9),
            new Expectation.ServedAgainWithin(Duration.ofSeconds(3)),
            new Expectation.OnlyShed(0.001),
            // Neither changes anything. A second burst within the budget's window is escalated at
            // once; people may be told.
            new Expectation.OnlyActs(Set.of(RemedyKind.AWAIT_PLATFORM, RemedyKind.ESCALATE)),
            new Expectation.Untouched(BACKEND),
            new Expectation.Untouched(Drills.DATABASE),
            new Expectation.ReadyNeverBelow(BACKEND, INSTANCES),
            new Expectation.NothingLost(),
            new Expectation.MoneyAddsUp()),
        LEAD.plus(BURST).plusSeconds(60),
        Duration.ofSeconds(3),
        "the guests' own count of answers by the second, the instances' uids, processes and counters, and the ledger of guests, database and provider");
  }
}
