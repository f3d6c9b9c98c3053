package com.trixtech.selfheal.shield.spring;

import com.trixtech.selfheal.shield.health.Health;

/** Adds checks of the application's own. A bean of the application; called once. */
@FunctionalInterface
public interface HealthCustomizer {
  void customize(Health.Builder health);
}
