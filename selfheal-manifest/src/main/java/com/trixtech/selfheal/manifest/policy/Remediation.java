package com.trixtech.selfheal.manifest.policy;

import java.time.Duration;
import java.util.List;

/** One step of the ladder. Immutable. */
public record Remediation(
    @Field(value = "Its place; each place once.", min = 1) int order,
    @Field(value = "The causes that it is for; none named = all.", byDefault = "[]")
        List<CauseName> when,
    @Field("What is done.") Remedy action,
    @Field(
            value =
                "The act must be done in this time, and what the platform refuses is tried again for as long; its proof has a time of its own (`verify.timeout`).",
            byDefault = "90s")
        Duration timeout,
    @Field(
            value =
                "So often the step is tried again on the same target before the next one. A refusal by the platform, such as its disruption budget's, is no try.",
            byDefault = "1",
            min = 0,
            max = 100)
        int maxRetry,
    @Field(value = "Whether a person must agree.", byDefault = "NotRequired") Approval approval,
    @Field(value = "Only for RollBack: to what it may return.", byDefault = "{}")
        Rollback rollback) {

  /** Copies the list. */
  public Remediation {
    when = List.copyOf(when);
  }

  /** Whether this step is meant for a cause. */
  public boolean isFor(CauseName cause) {
    return when.isEmpty() || when.contains(cause);
  }

  /** To what a rollback may return. */
  public record Rollback(
      @Field(
              value = "Only to a revision whose instances once were Ready together for this long.",
              byDefault = "10m")
          Duration requireReadyFor,
      @Field(
              value = "Not when a ConfigMap or Secret of the template has changed since.",
              byDefault = "true")
          boolean requireConfigUnchanged,
      @Field(value = "At most so many revisions back.", byDefault = "3", min = 1) int revisions) {}
}
