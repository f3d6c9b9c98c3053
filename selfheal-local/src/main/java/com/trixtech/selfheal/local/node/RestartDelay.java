package com.trixtech.selfheal.local.node;

import java.time.Duration;

/**
 * The kubelet's restart back-off: the first restart at once, then 10 s, doubling, up to 5 min; all
 * forgotten after 10 min of running. Pure.
 *
 * @param initial delay before the second restart
 * @param max longest delay
 * @param resetAfter how long a process must run before its history is forgotten
 */
public record RestartDelay(Duration initial, Duration max, Duration resetAfter) {

  /** What the kubelet does. */
  public static final RestartDelay KUBELET =
      new RestartDelay(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofMinutes(10));

  /**
   * The delay before a restart.
   *
   * @param step restarts since the history was last forgotten
   */
  public Duration before(int step) {
    if (step == 0) {
      return Duration.ZERO;
    }
    Duration delay = initial;
    for (int i = 1; i < step && delay.compareTo(max) < 0; i++) {
      delay = delay.multipliedBy(2);
    }
    return delay.compareTo(max) < 0 ? delay : max;
  }

  /** The step of the next restart, after a process that ran for {@code ran}. */
  public int next(int step, Duration ran) {
    return ran.compareTo(resetAfter) >= 0 ? 0 : step;
  }
}
