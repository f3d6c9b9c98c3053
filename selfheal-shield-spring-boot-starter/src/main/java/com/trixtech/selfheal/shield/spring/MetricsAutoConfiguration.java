package com.trixtech.selfheal.shield.spring;

import com.trixtech.selfheal.shield.Shield;
import com.trixtech.selfheal.shield.health.Health;
import com.trixtech.selfheal.shield.metrics.ShieldMetrics;
import com.trixtech.selfheal.shield.retry.RetryBudget;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Shields and health under the names that the guide's rules and alerts read. */
@AutoConfiguration(after = {ShieldAutoConfiguration.class, HealthAutoConfiguration.class})
public class MetricsAutoConfiguration {
  @Bean
  MeterBinder selfhealMeters(
      ObjectProvider<Shield> shields, RetryBudget budget, ObjectProvider<Health> health) {
    return registry -> {
      shields.orderedStream().forEach(shield -> ShieldMetrics.bind(registry, shield));
      ShieldMetrics.bind(registry, budget);
      health.ifAvailable(found -> ShieldMetrics.bind(registry, found));
    };
  }
}
