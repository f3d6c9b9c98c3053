package com.trixtech.selfheal.shield.spring;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an application says under {@code selfheal.shield}. Immutable. What is not said keeps the
 * shield's default; what is said is checked by the shield itself.
 *
 * @param calls the dependencies that are called through a shield, by name
 * @param retryBudget how many retries all calls together may make
 * @param health how the parts of the application are looked at
 */
@ConfigurationProperties(ShieldProperties.PREFIX)
public record ShieldProperties(
    @DefaultValue Map<String, CallProperties> calls,
    @DefaultValue RetryBudgetProperties retryBudget,
    @DefaultValue HealthProperties health) {
  static final String PREFIX = "selfheal.shield";

  /**
   * Not said: the budget that the process shares, 20 % and 10 retries in 10 s.
   *
   * @param ratio retries for each first attempt within the window, 0 to 1 (default: 0.2)
   * @param reserve retries within the window that are allowed whatever the traffic (default: 10)
   * @param window how long an attempt counts (default: 10s)
   */
  public record RetryBudgetProperties(
      @Nullable Double ratio, @Nullable Integer reserve, @Nullable Duration window) {}

  /**
   * How the parts of the application are looked at.
   *
   * @param cadence how often each check looks (default: 1s)
   * @param staleAfter a finding older than this is unknown (default: 5s)
   * @param checks what each of the application's health indicators means, by its name, such as db;
   *     an indicator that is not named here degrades
   */
  public record HealthProperties(
      @Nullable Duration cadence,
      @Nullable Duration staleAfter,
      @DefaultValue Map<String, CheckRole> checks) {}
}
