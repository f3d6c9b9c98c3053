package com.trixtech.selfheal.local.node;

import static java.util.Objects.requireNonNull;

import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.Snapshot.Exit;
import com.trixtech.selfheal.core.signals.Snapshot.ExitReason;
import com.trixtech.selfheal.local.node.InstanceRecord.Stage;
import com.trixtech.selfheal.local.node.ProcessTable.Entry;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One instance in memory: its record, changed field by field, and what need not outlive the healer.
 * Confined to the event loop.
 */
public final class Instance {
  final String uid;
  final String name;
  final WorkloadRef workload;
  final String template;
  final int ordinal;
  final String ip;
  final Instant createdAt;
  Stage stage;
  Instant stageSince;
  @Nullable ProcessId process;
  @Nullable Instant startedAt;
  boolean started;
  @Nullable Instant readySince;
  int restarts;
  int backoffStep;
  @Nullable Exit lastExit;
  @Nullable Instant nextStart;
  @Nullable ExitReason stopReason;
  @Nullable String lastAct;

  /** Whether the process is a child of this JVM, whose end the JDK reports with its exit code. */
  boolean child;

  boolean outOfMemory;

  /** Whether the results of its probes are kept from everybody. */
  boolean withheld;

  String detail = "";
  List<Entry> lastTree = List.of();
  @Nullable Blueprint blueprint;
  @Nullable Prober prober;
  @Nullable Future<?> timer;

  Instance(InstanceRecord record) {
    uid = record.uid();
    name = record.name();
    workload = record.workload();
    template = record.template();
    ordinal = record.ordinal();
    ip = record.ip();
    createdAt = record.createdAt();
    stage = record.stage();
    stageSince = record.stageSince();
    process = record.process();
    startedAt = record.startedAt();
    started = record.started();
    readySince = record.readySince();
    restarts = record.restarts();
    backoffStep = record.backoffStep();
    lastExit = record.lastExit();
    nextStart = record.nextStart();
    stopReason = record.stopReason();
    lastAct = record.lastAct();
  }

  /** What is written to the disk, and what everybody else reads. */
  public InstanceRecord record() {
    return new InstanceRecord(
        uid,
        name,
        workload,
        template,
        ordinal,
        ip,
        createdAt,
        stage,
        stageSince,
        process,
        startedAt,
        started,
        readySince,
        restarts,
        backoffStep,
        lastExit,
        nextStart,
        stopReason,
        lastAct);
  }

  /** Ready by its probe, and not on its way out. */
  public boolean ready() {
    return readySince != null && stage == Stage.RUNNING;
  }

  /** What the last thing that went wrong said; empty when all is well. */
  public String detail() {
    return detail;
  }

  public int livenessFailures() {
    return prober == null ? 0 : prober.livenessFailures();
  }

  public int readinessFailures() {
    return prober == null ? 0 : prober.readinessFailures();
  }

  /** What it was last started by; null before the first start. */
  public @Nullable Blueprint blueprint() {
    return blueprint;
  }

  /**
   * When it was last looked at. The process table is looked at all the time, so this is now, unless
   * a probe's result is overdue: then it is the time of the last result, and the age shows.
   */
  public Instant observedAt(Instant now) {
    return prober == null ? now : prober.observedAt(now);
  }

  /** The next probe results are reported as failed, once each. */
  public void spoilNextSamples() {
    if (prober != null) {
      prober.spoilNextSamples();
    }
  }

  /** Keeps the results of its probes from everybody, those of its next processes too. */
  public void withholdSamples(boolean withhold) {
    withheld = withhold;
  }

  /** Who or what ended its process, when that ended with this code. */
  ExitReason reason(int code) {
    boolean jvmOutOfMemory = code == 3 && blueprint != null && blueprint.exitsOnOutOfMemory();
    if (outOfMemory || (stopReason == null && jvmOutOfMemory)) {
      return ExitReason.OUT_OF_MEMORY;
    }
    return stopReason == null ? ExitReason.ITSELF : stopReason;
  }

  void enter(Stage next, Instant now) {
    if (stage != next) {
      stage = next;
      stageSince = now;
    }
    if (next != Stage.RUNNING) {
      readySince = null;
    }
  }

  void cancelTimer() {
    if (timer != null) {
      requireNonNull(timer).cancel(false);
      timer = null;
    }
  }
}
