package com.trixtech.selfheal.local.node;

import java.time.Duration;

/**
 * Knobs of the node; the defaults are the kubelet's where it has them.
 *
 * @param restartDelay back-off of restarts in place
 * @param endpointDrain between leaving the Services and the stop signal, so that no request meets a
 *     process that has begun to stop
 * @param watch how often adopted processes are looked for; the ends of own children are reported
 * @param memoryWatch how often memory is compared with its limit
 */
public record NodeSettings(
    RestartDelay restartDelay,
    Duration endpointDrain,
    Duration watch,
    Duration memoryWatch,
    LogRotation logs) {

  public static final NodeSettings DEFAULT =
      new NodeSettings(
          RestartDelay.KUBELET,
          Duration.ofMillis(150),
          Duration.ofMillis(200),
          Duration.ofSeconds(1),
          new LogRotation(10L * 1024 * 1024, 3));
}
