package com.trixtech.selfheal.shield.spring;

import com.trixtech.selfheal.shield.Shield;
import com.trixtech.selfheal.shield.breaker.BreakerStatus;
import com.trixtech.selfheal.shield.health.Finding;
import com.trixtech.selfheal.shield.health.Health;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;

/**
 * Makes checks of Spring's health indicators, and of shields. They run in the background; a probe
 * that came while an indicator hangs would wait for it otherwise.
 */
final class Indicators {
  /** They say what Spring knows of itself, which is asked directly, or nothing. */
  private static final Set<String> LEFT_OUT = Set.of("livenessState", "readinessState", "ping");

  private Indicators() {}

  /** What is behind an open breaker is away, and the application serves with less. */
  static void add(Health.Builder builder, Shield shield) {
    builder.degrades("call-" + shield.name(), () -> finding(shield.breaker().status()));
  }

  private static Finding finding(BreakerStatus status) {
    String why =
        "breaker %s for %d ms".formatted(status.state().label(), status.since().toMillis());
    return switch (status.state()) {
      case CLOSED, METRICS_ONLY, FORCED_CLOSED -> Finding.up(why);
      case OPEN, HALF_OPEN, FORCED_OPEN -> Finding.degraded(why);
    };
  }

  static void add(
      Health.Builder builder,
      HealthContributorRegistry registry,
      Map<String, CheckRole> roles,
      BoundProperties bound) {
    var found = new TreeMap<String, HealthIndicator>();
    collect("", registry, found);
    for (String named : roles.keySet()) {
      if (!found.containsKey(named)) {
        throw bound.refused(
            ShieldProperties.PREFIX + ".health.checks." + named,
            new IllegalArgumentException(
                "no such health indicator (expected: one of " + found.keySet() + ")"));
      }
    }
    found.forEach((name, indicator) -> {
      switch (roles.getOrDefault(name, CheckRole.DEGRADES)) {
        case DEGRADES -> builder.degrades(name, () -> finding(indicator));
        case READY -> builder.ready(name, () -> finding(indicator));
        case STARTUP -> builder.startup(name, () -> finding(indicator));
        case OFF -> {}
      }
    });
  }

  private static void collect(
      String prefix, HealthContributors contributors, Map<String, HealthIndicator> found) {
    for (HealthContributors.Entry entry : contributors) {
      String name = prefix + entry.name();
      switch (entry.contributor()) {
        case CompositeHealthContributor composite -> collect(name + "/", composite, found);
        case HealthIndicator indicator when !LEFT_OUT.contains(name) -> found.put(name, indicator);
        default -> {}
      }
    }
  }

  private static Finding finding(HealthIndicator indicator) {
    var health = indicator.health();
    if (health == null) {
      return Finding.unknown("the indicator says nothing");
    }
    Status status = health.getStatus();
    Object error = health.getDetails().get("error");
    String why = error == null ? status.getCode() : status.getCode() + ": " + error;
    if (status.equals(Status.UP)) {
      return Finding.up(why);
    }
    return status.equals(Status.DOWN) || status.equals(Status.OUT_OF_SERVICE)
        ? Finding.down(why)
        : Finding.unknown(why);
  }
}
