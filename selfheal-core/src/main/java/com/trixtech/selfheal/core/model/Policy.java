package com.trixtech.selfheal.core.model;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What, when and how far for one workload: a HealPolicy after reading, with every default filled
 * in.
 */
public record Policy(
    WorkloadRef target,
    Mode mode,
    boolean suspend,
    List<Dependency> dependsOn,
    Detection detection,
    ServiceLevel serviceLevel,
    Budget budget,
    List<Rung> ladder,
    Verify verify,
    MaintenanceCalendar maintenance,
    Duration minHealthyPeriod) {

  public Policy {
    dependsOn = List.copyOf(dependsOn);
    ladder = List.copyOf(ladder);
  }

  /** The default: observes, with a ladder for each cause. */
  public static Policy observing(WorkloadRef target) {
    return new Policy(
        target,
        Mode.OBSERVE,
        false,
        List.of(),
        Detection.DEFAULT,
        ServiceLevel.DEFAULT,
        Budget.DEFAULT,
        List.of(),
        Verify.DEFAULT,
        MaintenanceCalendar.ALWAYS_OPEN,
        Duration.ofMinutes(10));
  }

  public Policy withMode(Mode other) {
    return new Policy(
        target,
        other,
        suspend,
        dependsOn,
        detection,
        serviceLevel,
        budget,
        ladder,
        verify,
        maintenance,
        minHealthyPeriod);
  }

  /**
   * When a sample becomes a fact.
   *
   * @param freshness a signal older than this is Unknown
   * @param failureThreshold bad samples in a row before an instance ails
   * @param successThreshold good samples in a row before it is well again
   * @param notReadyFor how long an instance may be not ready before that counts
   */
  public record Detection(
      Duration freshness, int failureThreshold, int successThreshold, Duration notReadyFor) {
    public static final Detection DEFAULT =
        new Detection(Duration.ofSeconds(5), 3, 2, Duration.ofSeconds(10));
  }

  /**
   * What good service means.
   *
   * @param maxErrorRatio a greater share of failed requests breaks the level
   * @param minRequests with fewer requests in the window nothing is judged
   * @param window what the requests are summed over
   * @param maxLatencyP99 a slower 99th percentile breaks the level; null where latency is not
   *     judged. Nor is it with fewer than {@link #REQUESTS_FOR_P99} requests
   */
  public record ServiceLevel(
      double maxErrorRatio, int minRequests, Duration window, @Nullable Duration maxLatencyP99) {

    /** A hundredth of fewer is not even one: a single slow request would be the percentile. */
    public static final int REQUESTS_FOR_P99 = 100;

    public static final ServiceLevel DEFAULT =
        new ServiceLevel(0.05, 20, Duration.ofSeconds(10), null);

    /** Whether so many requests are enough to judge latency by, where it is judged. */
    public boolean judgesLatency(long requests) {
      return maxLatencyP99 != null && requests >= Math.max(minRequests, REQUESTS_FOR_P99);
    }

    /** Whether that is enough, and too slow. */
    public boolean tooSlow(long requests, @Nullable Duration p99) {
      Duration most = maxLatencyP99;
      return judgesLatency(requests) && p99 != null && most != null && p99.compareTo(most) > 0;
    }
  }

  /**
   * How much may be done. Percentages round so that fewer acts are allowed: {@code maxUnavailable}
   * down (with a floor of 1 for pools of at most 4, else healing would never run there), {@code
   * minHealthy} up.
   *
   * @param maxInFlight acts that may be unverified at one time
   * @param maxActions acts and platform restarts allowed in {@code window}; see {@link #used}
   * @param cooldown least time between two acts on the workload
   * @param stormThreshold share of ailing instances from which single instances are no longer
   *     treated
   * @param stormCooldown how long the storm must be over before they are treated again
   */
  public record Budget(
      Share maxUnavailable,
      Share minHealthy,
      int maxInFlight,
      int maxActions,
      Duration window,
      Duration cooldown,
      Backoff backoff,
      Share stormThreshold,
      Duration stormCooldown,
      boolean countPlatformRestarts,
      boolean requireDisruptionBudget) {

    public static final Budget DEFAULT =
        new Budget(
            Share.of(1),
            Share.of(0),
            1,
            3,
            Duration.ofMinutes(30),
            Duration.ofSeconds(30),
            new Backoff(Duration.ofSeconds(10), 2, Duration.ofMinutes(5), 0.2),
            Share.percent(51),
            Duration.ofMinutes(2),
            true,
            false);

    public int allowedUnavailable(int desired) {
      int rounded = maxUnavailable.roundDown(desired);
      boolean floored = maxUnavailable.percent() && maxUnavailable.value() > 0 && desired <= 4;
      return floored ? Math.max(1, rounded) : rounded;
    }

    /**
     * How much of {@code maxActions} is used up. The platform's restarts can use up all of it but
     * one act: what restarts again and again needs a remedy most, and one is no storm.
     */
    public int used(int acts, int platformRestarts) {
      return acts + Math.min(platformRestarts, maxActions - 1);
    }

    public int requiredHealthy(int desired) {
      return minHealthy.roundUp(desired);
    }

    /**
     * Ailing instances from which a storm is on: never fewer than two, so that one can always be
     * treated.
     */
    public int stormAt(int desired) {
      return Math.max(2, stormThreshold.roundUp(desired));
    }
  }

  /**
   * One step of a ladder.
   *
   * @param when causes it is for; empty means all
   * @param timeout how long its effect may take before it counts as not helping
   * @param maxRetry how often it is tried again on the same target
   * @param requireReadyFor for a roll-back: how long the target revision must have been good
   */
  public record Rung(
      RemedyKind remedy,
      Set<Cause> when,
      Duration timeout,
      int maxRetry,
      boolean approvalRequired,
      Duration requireReadyFor,
      boolean requireConfigUnchanged) {

    public Rung {
      when = Set.copyOf(when);
    }

    public static Rung of(RemedyKind remedy, Duration timeout) {
      return new Rung(remedy, Set.of(), timeout, 0, false, Duration.ofMinutes(10), true);
    }

    public boolean isFor(Cause cause) {
      return when.isEmpty() || when.contains(cause);
    }
  }

  /**
   * What proof is asked for.
   *
   * @param soak how long everything must stay good
   * @param timeout after which missing proof is Inconclusive
   */
  public record Verify(Duration soak, Duration timeout) {
    public static final Verify DEFAULT = new Verify(Duration.ofSeconds(60), Duration.ofMinutes(5));
  }
}
