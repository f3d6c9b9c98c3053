package com.trixtech.selfheal.core.act;

import java.util.Optional;

/**
 * Port: does what it is told, at most once for each key. Called by the loop's own thread only; must
 * return within a bounded time, with {@link Outcome.Kind#UNKNOWN} where the platform does not
 * answer.
 */
public interface Actuator {

  /**
   * Performs the act, or returns the earlier outcome where {@code act.key()} was seen before. The
   * key is made durable before the world is changed. A target whose uid no longer exists is
   * refused.
   */
  Outcome perform(Act act);

  /** What became of an earlier act. Empty means that it was never begun. */
  Optional<Outcome> recall(String key);

  /**
   * Whether the platform can end an instance's process and start it again in place, under the same
   * uid. Where it cannot, a rung {@code Restart} is planned, counted and proven as the Replace that
   * it comes to: taken for a restart, each new instance would begin the ladder anew.
   */
  boolean restartsInPlace();
}
