package com.trixtech.selfheal.local.node;

import static java.util.Objects.requireNonNull;

import com.trixtech.selfheal.core.signals.Snapshot.ExitReason;
import com.trixtech.selfheal.local.loop.Loop;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The probes of one process, with the kubelet's meaning:
 *
 * <ol>
 *   <li>until the start-up probe has passed, no other probe runs, and their delays have not begun;
 *   <li>each probe runs first after its delay, then every period, and never overlaps itself;
 *   <li>a verdict changes after so many equal results in a row;
 *   <li>without a readiness probe, started means ready.
 * </ol>
 *
 * <p>Confined to the event loop; the probes themselves run on virtual threads.
 */
final class Prober {
  /** Slack before a missing result counts as overdue: a busy machine is not a wedged prober. */
  private static final Duration SLACK = Duration.ofSeconds(1);

  /** Which probe. */
  enum Kind {
    STARTUP,
    LIVENESS,
    READINESS
  }

  /** What a prober tells its owner. Called on the event loop. */
  interface Owner {
    void started();

    void ready(boolean ready, String detail);

    /** The threshold of failures is reached; called again at each further failure. */
    void failing(ExitReason reason, ProbeSpec probe, String detail);
  }

  private final Loop loop;
  private final ProbeRun run;
  private final Instance instance;
  private final Owner owner;
  private final Map<Kind, ProbeSpec> specs = new EnumMap<>(Kind.class);
  private final Map<Kind, ProbeCounter> counters = new EnumMap<>(Kind.class);
  private final Map<Kind, Instant> due = new EnumMap<>(Kind.class);
  private final Set<Kind> badSamples = EnumSet.noneOf(Kind.class);
  private Instant lastResult;
  private boolean stopped;

  Prober(Loop loop, ProbeRun run, Instance instance, Blueprint blueprint, Owner owner) {
    this.loop = loop;
    this.run = run;
    this.instance = instance;
    this.owner = owner;
    this.lastResult = loop.now();
    add(Kind.STARTUP, blueprint.startup());
    add(Kind.LIVENESS, blueprint.liveness());
    add(Kind.READINESS, blueprint.readiness());
  }

  /** Begins with the start-up probe, or after it if this process passed it already. */
  void start() {
    if (specs.containsKey(Kind.STARTUP) && !instance.started) {
      schedule(Kind.STARTUP, spec(Kind.STARTUP).initialDelay());
    } else {
      afterStartup();
    }
  }

  void stop() {
    stopped = true;
  }

  /** The next liveness and readiness results will each be reported as failed, once. */
  void spoilNextSamples() {
    badSamples.add(Kind.LIVENESS);
    badSamples.add(Kind.READINESS);
  }

  int livenessFailures() {
    return Math.max(failures(Kind.LIVENESS), failures(Kind.STARTUP));
  }

  int readinessFailures() {
    return failures(Kind.READINESS);
  }

  /** A stopped prober owes nothing: what ended is seen in the process table, and that is fresh. */
  Instant observedAt(Instant now) {
    boolean overdue =
        !stopped && due.values().stream().anyMatch(at -> at.plus(SLACK).isBefore(now));
    return overdue ? lastResult : now;
  }

  private void afterStartup() {
    if (!instance.started) {
      owner.started();
    }
    if (specs.containsKey(Kind.LIVENESS)) {
      schedule(Kind.LIVENESS, spec(Kind.LIVENESS).initialDelay());
    }
    if (specs.containsKey(Kind.READINESS)) {
      schedule(Kind.READINESS, spec(Kind.READINESS).initialDelay());
    } else {
      owner.ready(true, "");
    }
  }

  private void schedule(Kind kind, Duration delay) {
    due.put(kind, loop.now().plus(delay).plus(spec(kind).timeout()));
    loop.after(delay, () -> probe(kind));
  }

  private void probe(Kind kind) {
    if (stopped) {
      return;
    }
    ProbeSpec spec = spec(kind);
    Instant begun = loop.now();
    Blueprint blueprint = instance.blueprint;
    loop.aside(
        () -> {
          try {
            return run.run(
                spec.handler(), instance.ip, spec.timeout(), () -> requireNonNull(blueprint));
          } catch (RuntimeException e) {
            return new ProbeRun.Result(false, String.valueOf(e.getMessage()));
          }
        },
        result -> {
          if (stopped) {
            return;
          }
          if (instance.withheld) { // it stays due, so that its age shows
            loop.after(spec.period(), () -> probe(kind));
          } else {
            handle(kind, begun, badSamples.remove(kind) ? spoiled() : result);
          }
        });
  }

  private static ProbeRun.Result spoiled() {
    return new ProbeRun.Result(false, "a drill reports this sample as failed");
  }

  private void handle(Kind kind, Instant begun, ProbeRun.Result result) {
    ProbeSpec spec = spec(kind);
    lastResult = loop.now();
    Boolean verdict = requireNonNull(counters.get(kind)).record(result.success());
    // A period counts from the beginning of a probe; one that took longer is followed at once.
    Duration wait = Duration.between(loop.now(), begun.plus(spec.period()));
    switch (kind) {
      case STARTUP -> {
        if (verdict != null && verdict) {
          due.remove(kind);
          afterStartup();
          return;
        }
        if (verdict != null) {
          owner.failing(ExitReason.STARTUP_PROBE, spec, result.detail());
        }
      }
      case LIVENESS -> {
        if (verdict != null && !verdict) {
          owner.failing(ExitReason.LIVENESS_PROBE, spec, result.detail());
        }
      }
      case READINESS -> {
        if (verdict != null) {
          owner.ready(verdict, verdict ? "" : result.detail());
        }
      }
    }
    if (!stopped) {
      schedule(kind, wait.isNegative() ? Duration.ZERO : wait);
    }
  }

  private void add(Kind kind, Optional<ProbeSpec> spec) {
    spec.ifPresent(s -> {
      specs.put(kind, s);
      counters.put(kind, new ProbeCounter(s));
    });
  }

  private ProbeSpec spec(Kind kind) {
    return requireNonNull(specs.get(kind));
  }

  private int failures(Kind kind) {
    ProbeCounter counter = counters.get(kind);
    return counter == null ? 0 : counter.failures();
  }
}
