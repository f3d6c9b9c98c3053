package com.trixtech.selfheal.core.model;

import java.time.Instant;

/** One thing that can be done about a cause, aimed at its target. */
public sealed interface Remedy {

  RemedyKind kind();

  WorkloadRef workload();

  /** What people read as its target: an instance's or the workload's name. */
  String target();

  /** What the per-target lock and back-off are held on: an instance's uid or the workload. */
  String lock();

  /** Whether an instance that serves now would stop serving, at least for a while. */
  default boolean disrupts() {
    return switch (kind()) {
      case RESTART, RESTART_ROLL_OUT, REPLACE, EJECT -> true;
      case AWAIT_PLATFORM, ROLL_BACK, HOLD_RESTARTS, ESCALATE -> false;
    };
  }

  /** Waits for what the platform does anyway. */
  record AwaitPlatform(WorkloadRef workload) implements Remedy {
    @Override
    public RemedyKind kind() {
      return RemedyKind.AWAIT_PLATFORM;
    }

    @Override
    public String target() {
      return workload.name();
    }

    @Override
    public String lock() {
      return workload.toString();
    }
  }

  /** Ends one instance's process. */
  record Restart(InstanceRef instance) implements Remedy {
    @Override
    public RemedyKind kind() {
      return RemedyKind.RESTART;
    }

    @Override
    public WorkloadRef workload() {
      return instance.workload();
    }

    @Override
    public String target() {
      return instance.name();
    }

    @Override
    public String lock() {
      return instance.uid();
    }
  }

  /** Evicts one instance. */
  record Replace(InstanceRef instance) implements Remedy {
    @Override
    public RemedyKind kind() {
      return RemedyKind.REPLACE;
    }

    @Override
    public WorkloadRef workload() {
      return instance.workload();
    }

    @Override
    public String target() {
      return instance.name();
    }

    @Override
    public String lock() {
      return instance.uid();
    }
  }

  /**
   * Returns to a proven revision.
   *
   * @param from template hash that must still be the current one when the act is done
   * @param to template hash to return to
   */
  record RollBack(WorkloadRef workload, String from, String to) implements Remedy {
    @Override
    public RemedyKind kind() {
      return RemedyKind.ROLL_BACK;
    }

    @Override
    public String target() {
      return workload.name();
    }

    @Override
    public String lock() {
      return workload.toString();
    }
  }

  /** Keeps the platform from restarting; ends by itself at {@code until}. */
  record HoldRestarts(WorkloadRef workload, Instant until) implements Remedy {
    @Override
    public RemedyKind kind() {
      return RemedyKind.HOLD_RESTARTS;
    }

    @Override
    public String target() {
      return workload.name();
    }

    @Override
    public String lock() {
      return workload.toString();
    }
  }

  /** Takes an instance out of rotation; ends by itself at {@code until}. */
  record Eject(InstanceRef instance, Instant until) implements Remedy {
    @Override
    public RemedyKind kind() {
      return RemedyKind.EJECT;
    }

    @Override
    public WorkloadRef workload() {
      return instance.workload();
    }

    @Override
    public String target() {
      return instance.name();
    }

    @Override
    public String lock() {
      return instance.uid();
    }
  }

  /** Calls a person. */
  record Escalate(WorkloadRef workload, String reason) implements Remedy {
    @Override
    public RemedyKind kind() {
      return RemedyKind.ESCALATE;
    }

    @Override
    public String target() {
      return workload.name();
    }

    @Override
    public String lock() {
      return workload.toString();
    }
  }
}
