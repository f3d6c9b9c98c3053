package com.trixtech.selfheal.drill;

import java.time.Duration;
import java.util.Map;

/** What is broken on purpose. It always ends: by the drill, and failing that by itself. */
public sealed interface Disturbance {

  /**
   * Where faults of a provider are switched on. Each instance has an address of its own, so that
   * one number is free on all.
   */
  int CONTROL_PORT = 3199;

  /** After this the fault is taken back, recovered or not. */
  Duration duration();

  /** The workload that is hurt. */
  String target();

  private static void check(Duration duration) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException(
          "duration: " + duration + " (expected: more than zero) in disturbance");
    }
  }

  /**
   * The same fault on some instances of a workload; those with the fewest restarts, so that no
   * back-off from an earlier drill colours the result.
   */
  record OnInstances(FaultKind kind, String target, int count, Duration duration)
      implements Disturbance {
    public OnInstances {
      check(duration);
      if (count < 1) {
        throw new IllegalArgumentException("count: " + count + " (expected: >= 1) in disturbance");
      }
    }
  }

  /** A fault on the one instance of a workload that takes the writes. */
  record OnPrimary(FaultKind kind, String target, Duration duration) implements Disturbance {
    public OnPrimary {
      check(duration);
    }
  }

  /** A fault on a whole workload. */
  record OnWorkload(FaultKind kind, String target, Duration duration) implements Disturbance {
    public OnWorkload {
      check(duration);
    }
  }

  /**
   * A new revision that differs in the environment only: {@code BOOKING_FAULT}, and a nonce, so
   * that no earlier run has condemned it already.
   */
  record BadRelease(String target, String bookingFault, Duration duration) implements Disturbance {
    public BadRelease {
      check(duration);
    }
  }

  /**
   * A new revision that differs in a nonce only, and is as good as the one before. Not over before
   * every instance is a new one.
   */
  record GoodRelease(String target, Duration duration) implements Disturbance {
    public GoodRelease {
      check(duration);
    }
  }

  /**
   * The healer is ended by SIGKILL between the intent of its act and the report of it, and started
   * again.
   *
   * @param actDelay how long acts are delayed, so that there is a middle to hit
   * @param away how long it stays dead
   */
  record HealerKilled(BadRelease release, Duration actDelay, Duration away) implements Disturbance {
    public HealerKilled {
      check(actDelay);
      check(away);
    }

    @Override
    public Duration duration() {
      return release.duration();
    }

    @Override
    public String target() {
      return release.target();
    }
  }

  /**
   * The payment provider misbehaves; nothing of the platform is touched. Nothing ails where all is
   * right, so the run lasts as long as the fault and its aftermath do.
   *
   * @param aftermath how long the load goes on after the fault's end
   */
  record OfProvider(ProviderFault fault, String target, Duration duration, Duration aftermath)
      implements Disturbance {
    public OfProvider {
      check(duration);
      check(aftermath);
    }
  }

  /**
   * More guests than can be served. The capacity is declared and not measured, since generator and
   * system share one machine: the target is given an environment that makes it small, so that what
   * is measured is what becomes of the excess, and not who gets the processor. First the load rises
   * to the capacity, then to a multiple of it, then it falls to what it was.
   *
   * @param environment what makes the target's capacity small
   * @param capacity requests a second that all its instances can serve together
   * @param times the burst, in capacities
   * @param lead how long the load is at capacity
   * @param burst how long it is above
   * @param aftermath how long the load goes on after it
   */
  record Burst(
      String target,
      Map<String, String> environment,
      int capacity,
      int times,
      Duration lead,
      Duration burst,
      Duration aftermath)
      implements Disturbance {
    public Burst {
      environment = Map.copyOf(environment);
      check(lead);
      check(burst);
      check(aftermath);
      if (capacity < 1 || times < 2) {
        throw new IllegalArgumentException(
            "capacity, times: %d, %d (expected: >= 1, >= 2) in disturbance"
                .formatted(capacity, times));
      }
    }

    @Override
    public Duration duration() {
      return lead.plus(burst);
    }
  }

  /** How long the load goes on after the fault's end, though nothing ails. */
  default Duration aftermath() {
    return switch (this) {
      case OnInstances _, OnPrimary _, OnWorkload _, BadRelease _, GoodRelease _, HealerKilled _ ->
          Duration.ZERO;
      case OfProvider p -> p.aftermath();
      case Burst b -> b.aftermath();
    };
  }

  /**
   * Environment variables that the target needs for it and does not have in normal life. They are
   * there before the load begins, and gone when the drill is over.
   */
  default Map<String, String> needs() {
    return switch (this) {
      case OfProvider _ -> Map.of("CONTROL_PORT", Integer.toString(CONTROL_PORT));
      case Burst b -> b.environment();
      case OnInstances _, OnPrimary _, OnWorkload _, BadRelease _, GoodRelease _, HealerKilled _ ->
          Map.of();
    };
  }

  /** Whether its effect ends at once, so that taking it back cannot be what cured. */
  default boolean momentary() {
    return switch (this) {
      case OnInstances f -> f.kind().momentary();
      case OnPrimary f -> f.kind().momentary();
      case OnWorkload f -> f.kind().momentary();
      case BadRelease r -> false;
      case GoodRelease r -> false;
      case HealerKilled h -> false;
      case OfProvider p -> false;
      case Burst b -> false;
    };
  }
}
