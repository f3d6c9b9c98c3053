package com.trixtech.selfheal.drill.catalogue;

import static com.trixtech.selfheal.drill.catalogue.Drills.BACKEND;
import static com.trixtech.selfheal.drill.catalogue.Drills.GATEWAY;

import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.drill.Disturbance;
import com.trixtech.selfheal.drill.Drill;
import com.trixtech.selfheal.drill.Expectation;
import com.trixtech.selfheal.drill.ProviderFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The payment provider misbehaves. It is outside, so nothing here can heal it: what must be shown
 * is that nobody restarts what is well, that all else is served, and that no money is lost.
 */
final class PaymentProvider {
  /** Long enough to see that the goodput is back, and stays. */
  private static final Duration AFTERMATH = Duration.ofSeconds(20);

  private PaymentProvider() {}

  /**
   * A service takes two seconds instead of 20 ms: longer than a payment waits for it, and more work
   * than the provider's servers can do, so that a backlog grows.
   */
  static Drill slow() {
    return drill(
        "payment-slow",
        "The payment provider is slow",
        new ProviderFault.Slow(100),
        Duration.ofSeconds(15),
        true);
  }

  static Drill hang() {
    return drill(
        "payment-hang",
        "The payment provider hangs",
        new ProviderFault.Hang(),
        Duration.ofSeconds(60),
        true);
  }

  /**
   * @param percent 1 to 100; where it is small another try succeeds, and nothing need be deferred
   */
  static Drill errors(int percent) {
    return drill(
        "payment-errors-" + percent,
        "The payment provider fails %d %% of the requests".formatted(percent),
        new ProviderFault.Errors(percent / 100.0),
        Duration.ofSeconds(60),
        percent == 100);
  }

  static Drill answerLost() {
    return drill(
        "payment-answer-lost",
        "The payment provider charges and its answers are lost",
        new ProviderFault.AnswerLost(1),
        Duration.ofSeconds(30),
        true);
  }

  private static Drill drill(
      String name, String title, ProviderFault fault, Duration duration, boolean defers) {
    List<Expectation> expectations = new ArrayList<>();
    if (defers) {
      expectations.add(new Expectation.PaymentsDeferred());
    }
    expectations.add(new Expectation.GoodputBackWithin(0.98, Duration.ofSeconds(10)));
    expectations.add(new Expectation.SettledWithin(Duration.ofSeconds(30)));
    expectations.add(new Expectation.MoneyAddsUp());
    // People may be told; nothing here can heal a provider.
    expectations.add(
        new Expectation.OnlyActs(Set.of(RemedyKind.AWAIT_PLATFORM, RemedyKind.ESCALATE)));
    expectations.add(new Expectation.Untouched(BACKEND));
    expectations.add(new Expectation.Untouched(GATEWAY));
    expectations.add(new Expectation.ReadyNeverBelow(BACKEND, 3));
    expectations.add(new Expectation.FailedAtMost(0));
    expectations.add(new Expectation.NothingLost());
    return new Drill(
        name,
        title,
        "While the payment provider %s, no request fails, no instance is restarted, and every payment is settled once it is well."
            .formatted(fault.sentence()),
        List.of(
            "apply the provider with an open control port, and wait until all is steady",
            "switch the fault on for " + Expectation.seconds(duration),
            "switch it off, and let the load go on for " + Expectation.seconds(AFTERMATH),
            "wait until every payment is settled, and hold the three books against each other",
            "apply the original manifests: the control port is gone"),
        "payments, for as long as the fault lasts: they are deferred",
        BACKEND,
        new Disturbance.OfProvider(fault, GATEWAY, duration, AFTERMATH),
        Drill.Load.DEFAULT,
        Duration.ofSeconds(6),
        expectations,
        duration.plus(AFTERMATH).plusSeconds(40),
        Duration.ofSeconds(3),
        "the clients' own count of failures and of deferred payments, the instances' uids, processes and counters, and the ledger of clients, database and provider");
  }
}
