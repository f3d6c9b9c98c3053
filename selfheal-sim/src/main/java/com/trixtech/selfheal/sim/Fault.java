package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.model.WorkloadRef;
import org.jspecify.annotations.Nullable;

/** One thing that goes wrong, or seems to, as the script of a seed has it. */
sealed interface Fault {

  /** What a healer that keeps its promises makes of it. */
  enum Expected {
    HEALED,
    ESCALATED,
    UNTOUCHED,
    EITHER
  }

  /** The workload that it strikes; null where it strikes the healer or something outside. */
  @Nullable WorkloadRef workload();

  Expected expected();

  /**
   * Something is wrong with {@code count} instances: a crash, a crash loop ({@code lives} above 1),
   * too much memory, a hang, a zombie that is never ready, errors, slow answers, or mere flapping.
   */
  record Instances(WorkloadRef workload, Ailment.Kind kind, Ailment.Cure cure, int lives, int count)
      implements Fault {
    @Override
    public Expected expected() {
      if (kind == Ailment.Kind.FLAPPING) {
        return Expected.UNTOUCHED;
      }
      return cure == Ailment.Cure.NOTHING ? Expected.ESCALATED : Expected.HEALED;
    }
  }

  /** A release, good or bad, and what stands in the way of undoing it. */
  record Release(WorkloadRef workload, Build.Behaviour behaviour, Obstacle obstacle)
      implements Fault {
    /** Why the release must not be rolled back, if it must not. */
    enum Obstacle {
      NONE,
      CONFIGURATION_CHANGED,
      NOTHING_KEPT,
      MUTABLE_TAG
    }

    boolean good() {
      return behaviour == Build.Behaviour.GOOD || behaviour == Build.Behaviour.SLOW_START;
    }

    @Override
    public Expected expected() {
      if (good()) {
        return Expected.UNTOUCHED;
      }
      return obstacle == Obstacle.NONE ? Expected.HEALED : Expected.ESCALATED;
    }
  }

  /** The database hangs, or is gone for a while however often it is started. */
  record DatabaseDown(WorkloadRef workload, boolean hangs, int lives) implements Fault {
    @Override
    public Expected expected() {
      return Expected.EITHER;
    }
  }

  /** A provider outside does not answer for a while. */
  record ExternalDown(long millis) implements Fault {
    @Override
    public @Nullable WorkloadRef workload() {
      return null;
    }

    @Override
    public Expected expected() {
      return Expected.EITHER;
    }
  }

  /** The signals of one workload are lost, late, or lie once in a while. */
  record BadSignals(WorkloadRef workload, Way way, long afterMillis, long millis) implements Fault {
    /** How they are bad. */
    enum Way {
      LOST,
      LATE,
      LYING
    }

    @Override
    public Expected expected() {
      return way == Way.LYING ? Expected.UNTOUCHED : Expected.EITHER;
    }
  }

  /** No client asks anything of the workload for a while. */
  record Idle(WorkloadRef workload, long afterMillis, long millis) implements Fault {
    @Override
    public Expected expected() {
      return Expected.EITHER;
    }
  }

  /** A node is lost for a while, and comes back, with or without what ran on it. */
  record NodeLost(int node, long millis, boolean reboots) implements Fault {
    @Override
    public @Nullable WorkloadRef workload() {
      return null;
    }

    @Override
    public Expected expected() {
      return Expected.EITHER;
    }
  }

  /** Acts fail, are refused, or get no answer. */
  record ActuatorTrouble(int percent) implements Fault {
    @Override
    public @Nullable WorkloadRef workload() {
      return null;
    }

    @Override
    public Expected expected() {
      return Expected.EITHER;
    }
  }

  /** The journal cannot be written for a while. */
  record JournalFull(long afterMillis, long millis) implements Fault {
    @Override
    public @Nullable WorkloadRef workload() {
      return null;
    }

    @Override
    public Expected expected() {
      return Expected.EITHER;
    }
  }

  /** The healer is killed at a point, and started again after a while. */
  record HealerDies(KillPoint point, int pass, long awayMillis) implements Fault {
    @Override
    public @Nullable WorkloadRef workload() {
      return null;
    }

    @Override
    public Expected expected() {
      return Expected.EITHER;
    }
  }

  /** Somebody pauses the automation, of one workload or of all, at once or in the middle. */
  record Paused(@Nullable WorkloadRef workload, long afterMillis, long millis) implements Fault {
    @Override
    public Expected expected() {
      return Expected.EITHER;
    }
  }

  /** Somebody removes the workload. */
  record Removed(WorkloadRef workload, long afterMillis) implements Fault {
    @Override
    public Expected expected() {
      return Expected.EITHER;
    }
  }

  /** Nothing is wrong at all. */
  record Nothing(WorkloadRef workload) implements Fault {
    @Override
    public Expected expected() {
      return Expected.UNTOUCHED;
    }
  }
}
