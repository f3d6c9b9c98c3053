package com.trixtech.selfheal.shield.spring;

import com.trixtech.selfheal.shield.Shield;
import com.trixtech.selfheal.shield.health.Finding;
import com.trixtech.selfheal.shield.health.Health;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/**
 * The application's {@link Health}: its state as Spring sees it, its health indicators as the
 * properties say, its shields, and what {@link HealthCustomizer}s add.
 */
@AutoConfiguration(
    after = {ShieldAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class})
public class HealthAutoConfiguration {
  private volatile boolean started;

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  Health selfhealHealth(
      Environment environment,
      ShieldProperties properties,
      BoundProperties bound,
      ApplicationAvailability availability,
      ObjectProvider<HealthContributorRegistry> indicators,
      ObjectProvider<Shield> shields,
      ObjectProvider<HealthCustomizer> customizers) {
    Health.Builder builder =
        Health.named(environment.getProperty("spring.application.name", "application"))
            .live("application", () -> live(availability.getLivenessState()))
            .startup("started", this::started)
            .ready("accepting", () -> accepting(availability.getReadinessState()));
    shields.orderedStream().forEach(shield -> Indicators.add(builder, shield));
    indicators.ifAvailable(
        registry -> Indicators.add(builder, registry, properties.health().checks(), bound));
    customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
    try {
      var said = properties.health();
      if (said.cadence() != null) {
        builder.cadence(said.cadence());
      }
      if (said.staleAfter() != null) {
        builder.staleAfter(said.staleAfter());
      }
      return builder.build().start();
    } catch (IllegalArgumentException e) {
      throw bound.refused(ShieldProperties.PREFIX + ".health", e);
    }
  }

  private static Finding live(LivenessState state) {
    return switch (state) {
      case CORRECT -> Finding.up("the application says that it is correct");
      case BROKEN -> Finding.down("the application says that it is broken");
    };
  }

  private static Finding accepting(ReadinessState state) {
    return switch (state) {
      case ACCEPTING_TRAFFIC -> Finding.up("the application accepts traffic");
      case REFUSING_TRAFFIC -> Finding.down("the application refuses traffic");
    };
  }

  private Finding started() {
    return started
        ? Finding.up("the application is started")
        : Finding.down("the application is starting");
  }

  @EventListener
  void ready(ApplicationReadyEvent event) {
    started = true;
  }

  /** Told before the web server stops taking connections. */
  @EventListener
  void closing(ContextClosedEvent event) {
    event.getApplicationContext().getBean(Health.class).leave("the application is shutting down");
  }
}
