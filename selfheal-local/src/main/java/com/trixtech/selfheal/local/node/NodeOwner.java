package com.trixtech.selfheal.local.node;

import java.util.concurrent.CompletionStage;

/**
 * What a node asks of, and tells to, whoever decides which instances there are. Called on the event
 * loop.
 */
public interface NodeOwner {
  /** Resolves what the instance runs; may throw with the reason why it cannot run. */
  Blueprint blueprint(InstanceRecord instance);

  /**
   * Readiness, stage or process changed. Completes once the Services no longer name it if it is not
   * ready.
   */
  CompletionStage<?> changed(Instance instance);

  /** It is gone: no process, no record. */
  void gone(InstanceRecord instance);

  /** Whether probes must not end processes of the instance's workload now. */
  boolean restartsHeld(InstanceRecord instance);

  /** Whether it must not be started now; whoever says so wakes it later. */
  boolean startForbidden(InstanceRecord instance);
}
