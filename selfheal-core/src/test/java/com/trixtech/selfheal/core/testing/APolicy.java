package com.trixtech.selfheal.core.testing;

import com.trixtech.selfheal.core.model.Backoff;
import com.trixtech.selfheal.core.model.Dependency;
import com.trixtech.selfheal.core.model.MaintenanceCalendar;
import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.Policy.Budget;
import com.trixtech.selfheal.core.model.Policy.Rung;
import com.trixtech.selfheal.core.model.Share;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a policy: Enforce and the defaults, unless told otherwise. Not thread-safe. */
public final class APolicy {
  private final WorkloadRef target;
  private final List<Dependency> dependsOn = new ArrayList<>();
  private final List<Rung> ladder = new ArrayList<>();
  private Mode mode = Mode.ENFORCE;
  private boolean suspend;
  private MaintenanceCalendar maintenance = MaintenanceCalendar.ALWAYS_OPEN;
  private Share maxUnavailable = Share.of(1);
  private Share minHealthy = Share.of(0);
  private int maxActions = 3;
  private Duration cooldown = Budget.DEFAULT.cooldown();
  private Backoff backoff = Budget.DEFAULT.backoff();
  private boolean requireDisruptionBudget;
  private Policy.ServiceLevel level = Policy.ServiceLevel.DEFAULT;

  private APolicy(WorkloadRef target) {
    this.target = target;
  }

  public static APolicy on(WorkloadRef target) {
    return new APolicy(target);
  }

  public APolicy mode(Mode other) {
    mode = other;
    return this;
  }

  public APolicy suspended() {
    suspend = true;
    return this;
  }

  public APolicy hard(String name, @Nullable WorkloadRef provider) {
    dependsOn.add(new Dependency(name, provider, Dependency.Strength.HARD));
    return this;
  }

  public APolicy soft(String name, @Nullable WorkloadRef provider) {
    dependsOn.add(new Dependency(name, provider, Dependency.Strength.SOFT));
    return this;
  }

  public APolicy ladder(Rung... rungs) {
    ladder.addAll(List.of(rungs));
    return this;
  }

  public APolicy maintenance(MaintenanceCalendar calendar) {
    maintenance = calendar;
    return this;
  }

  public APolicy maxUnavailable(Share share) {
    maxUnavailable = share;
    return this;
  }

  public APolicy minHealthy(Share share) {
    minHealthy = share;
    return this;
  }

  public APolicy maxActions(int count) {
    maxActions = count;
    return this;
  }

  /** No cool-down and no back-off, for tests about something else. */
  public APolicy unhurried() {
    cooldown = Duration.ZERO;
    backoff = new Backoff(Duration.ZERO, 1, Duration.ZERO, 0);
    return this;
  }

  public APolicy requireDisruptionBudget() {
    requireDisruptionBudget = true;
    return this;
  }

  /** A slower 99th percentile breaks the service level. */
  public APolicy maxLatencyP99(Duration most) {
    level =
        new Policy.ServiceLevel(level.maxErrorRatio(), level.minRequests(), level.window(), most);
    return this;
  }

  public Policy build() {
    Budget usual = Budget.DEFAULT;
    return new Policy(
        target,
        mode,
        suspend,
        dependsOn,
        Policy.Detection.DEFAULT,
        level,
        new Budget(
            maxUnavailable,
            minHealthy,
            1,
            maxActions,
            usual.window(),
            cooldown,
            backoff,
            usual.stormThreshold(),
            usual.stormCooldown(),
            true,
            requireDisruptionBudget),
        ladder,
        Policy.Verify.DEFAULT,
        maintenance,
        Duration.ofMinutes(10));
  }
}
