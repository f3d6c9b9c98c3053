package com.trixtech.selfheal.shield.metrics;

import com.trixtech.selfheal.shield.Shield;
import com.trixtech.selfheal.shield.breaker.Breaker;
import com.trixtech.selfheal.shield.breaker.BreakerState;
import com.trixtech.selfheal.shield.health.CheckResult;
import com.trixtech.selfheal.shield.health.Health;
import com.trixtech.selfheal.shield.limit.AdaptiveLimit;
import com.trixtech.selfheal.shield.retry.RetryBudget;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Function;

/**
 * Binds what the shield knows to a registry, under the names that the guide's rules and alerts
 * read. As Prometheus shows them:
 *
 * <ul>
 *   <li>{@code circuit_breaker_state{name,state}}: 1 for the present state, 0 for the others;
 *       {@code circuit_breaker_calls_total{name,outcome}}
 *   <li>{@code shield_limit{name}}, {@code shield_in_flight{name}}, {@code
 *       shield_shed_total{name}}, {@code shield_retries_total{outcome}}
 *   <li>{@code health_check_status{check}}: 1 up or degraded, 0 down, NaN unknown (an alert on
 *       {@code == 0} must not fire for what nobody knows; alert on the age beside it), {@code
 *       health_check_failures_total{check}}, {@code health_check_age_seconds{check}}
 * </ul>
 *
 * No tag {@code service}: Prometheus adds its own, and would rename ours.
 */
public final class ShieldMetrics {
  private ShieldMetrics() {}

  /** Breaker and limit of the shield. Its retry budget is shared, and bound once: {@link #bind}. */
  public static void bind(MeterRegistry registry, Shield shield) {
    bind(registry, shield.breaker());
    bind(registry, shield.limit());
  }

  public static void bind(MeterRegistry registry, Breaker breaker) {
    for (BreakerState state : BreakerState.values()) {
      Gauge.builder("circuit.breaker.state", breaker, b -> b.state() == state ? 1 : 0)
          .description("1 for the state that the breaker is in")
          .tags("name", breaker.name(), "state", state.label())
          .strongReference(true)
          .register(registry);
    }
    calls(registry, breaker, "success", Breaker::successes);
    calls(registry, breaker, "failure", Breaker::failures);
    calls(registry, breaker, "rejected", Breaker::rejections);
  }

  private static void calls(
      MeterRegistry registry, Breaker breaker, String outcome, Function<Breaker, Long> count) {
    FunctionCounter.builder("circuit.breaker.calls", breaker, count::apply)
        .description("calls that the breaker counted or rejected")
        .tags("name", breaker.name(), "outcome", outcome)
        .register(registry);
  }

  public static void bind(MeterRegistry registry, AdaptiveLimit limit) {
    Gauge.builder("shield.limit", limit, AdaptiveLimit::limit)
        .description("calls that may be under way at once")
        .tags("name", limit.name())
        .strongReference(true)
        .register(registry);
    Gauge.builder("shield.in.flight", limit, AdaptiveLimit::inFlight)
        .description("calls that are under way")
        .tags("name", limit.name())
        .strongReference(true)
        .register(registry);
    FunctionCounter.builder("shield.shed", limit, AdaptiveLimit::rejections)
        .description("calls for which there was no place")
        .tags("name", limit.name())
        .register(registry);
  }

  public static void bind(MeterRegistry registry, RetryBudget budget) {
    FunctionCounter.builder("shield.retries", budget, RetryBudget::allowed)
        .description("retries that the budget allowed or refused")
        .tags("outcome", "allowed")
        .register(registry);
    FunctionCounter.builder("shield.retries", budget, RetryBudget::refused)
        .description("retries that the budget allowed or refused")
        .tags("outcome", "refused")
        .register(registry);
  }

  public static void bind(MeterRegistry registry, Health health) {
    for (CheckResult check : health.results()) {
      String name = check.name();
      Gauge.builder("health.check.status", health, h -> status(h.result(name)))
          .description("1 up or degraded, 0 down, NaN unknown")
          .tags("check", name)
          .strongReference(true)
          .register(registry);
      Gauge.builder("health.check.age", health, h -> age(h.result(name)))
          .description("since the last look ended; NaN before the first")
          .baseUnit("seconds")
          .tags("check", name)
          .strongReference(true)
          .register(registry);
      FunctionCounter.builder("health.check.failures", health, h -> h.result(name).failures())
          .description("looks that found it down")
          .tags("check", name)
          .register(registry);
    }
  }

  private static double status(CheckResult result) {
    return switch (result.finding().condition()) {
      case UP, DEGRADED -> 1;
      case DOWN -> 0;
      case UNKNOWN -> Double.NaN;
    };
  }

  private static double age(CheckResult result) {
    return result.age().map(a -> a.toMillis() / 1000.0).orElse(Double.NaN);
  }
}
