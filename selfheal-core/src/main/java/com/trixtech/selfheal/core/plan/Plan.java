package com.trixtech.selfheal.core.plan;

import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.Remedy;
import java.util.List;

/**
 * The next thing to do about an incident.
 *
 * @param rung index in the ladder
 * @param step the ladder's rung with its limits
 * @param targetReady whether the remedy's target serves now, so that treating it costs availability
 * @param expected the effect that verification will look for
 * @param skipped rungs left out on the way, with the reason
 */
public record Plan(
    int rung,
    Policy.Rung step,
    Remedy remedy,
    boolean targetReady,
    String expected,
    List<Skipped> skipped) {

  public Plan {
    skipped = List.copyOf(skipped);
  }

  /** A rung whose precondition does not hold. */
  public record Skipped(int rung, String why) {}
}
