package com.trixtech.selfheal.shield.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.shield.ManualClock;
import com.trixtech.selfheal.shield.Shield;
import com.trixtech.selfheal.shield.health.Finding;
import com.trixtech.selfheal.shield.health.Health;
import com.trixtech.selfheal.shield.retry.RetryBudget;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ShieldMetricsTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ManualClock clock = new ManualClock();

  private double scraped(String series) {
    return registry
        .scrape()
        .lines()
        .filter(l -> l.startsWith(series + " "))
        .map(l -> Double.parseDouble(l.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(series + " is not in\n" + registry.scrape()));
  }

  @Test
  @DisplayName(
      "A-113: what the guide's rules read is exported, under these names, and follows the clock")
  void a113_breaker() {
    Shield shield =
        Shield.named("payment")
            .deadline(Duration.ofSeconds(1))
            .breaker(b -> b.failureThreshold(1).consecutiveOnly().jitter(0))
            .clock(clock)
            .build();
    ShieldMetrics.bind(registry, shield);
    String open = "circuit_breaker_state{name=\"payment\",state=\"open\"}";
    String halfOpen = "circuit_breaker_state{name=\"payment\",state=\"half_open\"}";
    assertThat(scraped(open)).isZero();
    shield.breaker().failed(shield.breaker().tryAcquire());
    shield.breaker().tryAcquire();
    assertThat(scraped(open)).isEqualTo(1);
    assertThat(scraped("circuit_breaker_calls_total{name=\"payment\",outcome=\"failure\"}"))
        .isEqualTo(1);
    assertThat(scraped("circuit_breaker_calls_total{name=\"payment\",outcome=\"rejected\"}"))
        .isEqualTo(1);
    clock.advance(Duration.ofSeconds(2));
    assertThat(scraped(open)).as("nobody called, and yet").isZero();
    assertThat(scraped(halfOpen)).isEqualTo(1);
    assertThat(scraped("shield_limit{name=\"payment\"}")).isEqualTo(10);
    assertThat(scraped("shield_in_flight{name=\"payment\"}")).isZero();
    assertThat(scraped("shield_shed_total{name=\"payment\"}")).isZero();
  }

  @Test
  void retries_are_counted_by_whether_the_budget_allowed_them() {
    var budget = RetryBudget.of(0, 1, Duration.ofSeconds(10), clock);
    ShieldMetrics.bind(registry, budget);
    budget.tryRetry();
    budget.tryRetry();
    assertThat(scraped("shield_retries_total{outcome=\"allowed\"}")).isEqualTo(1);
    assertThat(scraped("shield_retries_total{outcome=\"refused\"}")).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "A-113: health is exported; what nobody knows is not 0, or the alert would fire for it")
  void a113_health() {
    try (Health health =
        Health.named("backend")
            .cadence(Duration.ofMillis(10))
            .ready("database", () -> Finding.down("refused"))
            .degrades("payment", () -> Finding.degraded("half open"))
            .build()) {
      ShieldMetrics.bind(registry, health);
      assertThat(scraped("health_check_status{check=\"database\"}")).isNaN();
      health.start();
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (health.result("database").failures() < 2 || health.result("payment").age().isEmpty()) {
        assertThat(System.nanoTime()).as("waiting for looks").isLessThan(end);
        Thread.onSpinWait();
      }
      assertThat(scraped("health_check_status{check=\"database\"}")).isZero();
      assertThat(scraped("health_check_status{check=\"payment\"}")).isEqualTo(1);
      assertThat(scraped("health_check_failures_total{check=\"database\"}"))
          .isGreaterThanOrEqualTo(2);
      assertThat(scraped("health_check_age_seconds{check=\"database\"}")).isLessThan(20);
    }
  }
}
