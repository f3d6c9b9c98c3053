package com.trixtech.selfheal.kubernetes.operator;

import com.trixtech.selfheal.core.HealingLoop;
import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Actuator;
import com.trixtech.selfheal.core.act.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The operator's own figures, in Prometheus' words. Thread-safe. */
final class OperatorMetrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger followed = new AtomicInteger();
  private final AtomicInteger disabled = new AtomicInteger();
  private final Timer steps =
      Timer.builder("selfheal.step").description("one step of the loop").register(registry);
  private final Counter failures =
      Counter.builder("selfheal.step.failures")
          .description("steps that failed, the journal's failures among them")
          .register(registry);

  /**
   * Registers all.
   *
   * @param seenAt when the cluster was last known to be seen whole
   */
  OperatorMetrics(BooleanSupplier leads, Supplier<Instant> seenAt, InstantSource clock) {
    Gauge.builder("selfheal.leader", () -> leads.getAsBoolean() ? 1 : 0)
        .description("1 while this process holds the lease and runs the loop")
        .register(registry);
    Gauge.builder("selfheal.signals.age.seconds", () -> age(seenAt.get(), clock.instant()))
        .description("how long ago the cluster was last seen whole; NaN before the first time")
        .register(registry);
    Gauge.builder("selfheal.incidents.open", open, AtomicInteger::get).register(registry);
    Gauge.builder("selfheal.policies", followed, AtomicInteger::get)
        .tag("followed", "true")
        .register(registry);
    Gauge.builder("selfheal.policies", disabled, AtomicInteger::get)
        .tag("followed", "false")
        .register(registry);
  }

  private static double age(Instant seen, Instant now) {
    return seen.equals(Instant.MIN) ? Double.NaN : Duration.between(seen, now).toMillis() / 1000.0;
  }

  void step(Runnable step) {
    steps.record(step);
  }

  void failed() {
    failures.increment();
  }

  void count(HealingLoop loop, PolicyBook book) {
    open.set((int) loop.incidents().stream().filter(i -> i.closed().isEmpty()).count());
    followed.set(book.followed().size());
    disabled.set(book.pages().size() - book.followed().size());
  }

  /** The same gateway, its acts counted. */
  Actuator counting(Actuator gateway) {
    return new Actuator() {
      @Override
      public Outcome perform(Act act) {
        Outcome outcome = gateway.perform(act);
        registry
            .counter(
                "selfheal.remediations",
                "action",
                act.remedy().kind().word(),
                "undo",
                String.valueOf(act.undo()),
                "outcome",
                outcome.kind().name())
            .increment();
        return outcome;
      }

      @Override
      public Optional<Outcome> recall(String key) {
        return gateway.recall(key);
      }

      @Override
      public boolean restartsInPlace() {
        return gateway.restartsInPlace();
      }
    };
  }

  String text() {
    return registry.scrape();
  }
}
