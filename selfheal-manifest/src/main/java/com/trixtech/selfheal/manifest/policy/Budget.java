package com.trixtech.selfheal.manifest.policy;

import com.trixtech.selfheal.manifest.semantics.IntOrPercent;
import com.trixtech.selfheal.manifest.semantics.Percent;
import java.time.Duration;

/**
 * What all acts on one target together may cost. Every percentage rounds so that fewer acts are
 * allowed. Immutable.
 */
public record Budget(
    @Field(
            value =
                "At most so many instances may be out of service, for whatever reason, after an act.",
            byDefault = "1",
            rounding = "down, but a percentage above 0% allows at least 1 in a pool of up to 4")
        IntOrPercent maxUnavailable,
    @Field(
            value = "An act may never leave fewer healthy instances than this.",
            byDefault = "0",
            rounding = "up")
        IntOrPercent minHealthy,
    @Field(
            value = "So many acts on the target may be under way at one time.",
            byDefault = "1",
            min = 1)
        int maxInFlight,
    @Field(
            value =
                "So many acts per window; one more waits, and escalates when it has waited for verify.timeout. What the platform refused changed nothing and is not counted.",
            byDefault = "3",
            min = 1)
        int maxActions,
    @Field(value = "The sliding window of maxActions.", byDefault = "30m") Duration window,
    @Field(value = "Rest after each act on the target.", byDefault = "30s") Duration cooldown,
    @Field(value = "How the rest grows when acts follow one another.", byDefault = "{}")
        Backoff backoff,
    @Field(
            value =
                "When at least this share of the pool is unhealthy, single-instance remedies stop: the cause is shared.",
            byDefault = "51%",
            rounding = "up, on instances")
        Percent stormThreshold,
    @Field(
            value =
                "The storm stop ends after the pool has been below the threshold for this long.",
            byDefault = "2m")
        Duration stormCooldown,
    @Field(
            value =
                "Whether the platform's own restarts use up maxActions. However many there are, one act is left: what restarts again and again needs its remedy, and one act is no storm.",
            byDefault = "true")
        boolean countContainerRestarts,
    @Field(
            value = "Refuses every act on a target that no PodDisruptionBudget guards.",
            byDefault = "false")
        boolean requirePodDisruptionBudget) {

  /** Pools up to this size may always lose one instance when any percentage above 0% is allowed. */
  private static final int SMALL_POOL = 4;

  /** How many of {@code total} instances may be out of service. */
  public int unavailableOf(int total) {
    boolean floor =
        maxUnavailable.percent() && maxUnavailable.value() > 0 && total > 0 && total <= SMALL_POOL;
    return Math.max(maxUnavailable.roundDown(total), floor ? 1 : 0);
  }

  /** How many of {@code total} instances must stay healthy. */
  public int healthyOf(int total) {
    return minHealthy.roundUp(total);
  }

  /** Growth of the rest between acts that follow one another. */
  public record Backoff(
      @Field(value = "The first rest.", byDefault = "10s") Duration initial,
      @Field(
              value = "Each rest is so many times the one before.",
              byDefault = "2",
              min = 1,
              max = 100)
          double factor,
      @Field(value = "The longest rest.", byDefault = "5m") Duration max,
      @Field(
              value = "Each rest varies by up to this share, so that healers do not march in step.",
              byDefault = "0.2",
              min = 0,
              max = 1)
          double jitter) {}
}
