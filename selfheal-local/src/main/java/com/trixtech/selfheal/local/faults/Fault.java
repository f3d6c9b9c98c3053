package com.trixtech.selfheal.local.faults;

import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.local.node.ProcessId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One fault. Immutable.
 *
 * @param target name of an instance or a workload, for people; empty for a fault of the runtime
 * @param uid of the instance, null where it is about a workload or the runtime
 * @param process what was frozen, null where nothing is
 * @param until when the runtime removes it, whatever happens
 * @param delay of {@link Kind#ACT_DELAY}, else zero
 * @param dirty why it could not be removed; null while that was not tried or went well
 */
public record Fault(
    String id,
    Kind kind,
    String target,
    @Nullable String uid,
    @Nullable WorkloadRef workload,
    @Nullable ProcessId process,
    Instant since,
    Instant until,
    Duration delay,
    @Nullable String dirty) {

  /** The faults there are. */
  public enum Kind {
    KILL("kills the instance's processes, as a crash would"),
    HANG("stops the instance's processes with SIGSTOP; they run on when it is removed"),
    WORKLOAD_DOWN("stops all instances of a workload and keeps them from starting"),
    BAD_SAMPLE("reports the instance's next readiness and liveness results as failed, once each"),
    BLIND("withholds the results of the instance's probes, so that its facts keep their old time"),
    ACT_DELAY("makes each act wait between the writing of its key and its deed");

    private final String sentence;

    Kind(String sentence) {
      this.sentence = sentence;
    }

    public String sentence() {
      return sentence;
    }
  }

  Fault dirty(String why) {
    return new Fault(id, kind, target, uid, workload, process, since, until, delay, why);
  }

  Fault on(@Nullable ProcessId frozen) {
    return new Fault(id, kind, target, uid, workload, frozen, since, until, delay, dirty);
  }
}
