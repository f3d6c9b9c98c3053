package com.trixtech.selfheal.core.testing;

import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Revision;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.Snapshot;
import com.trixtech.selfheal.core.signals.Snapshot.Exit;
import com.trixtech.selfheal.core.signals.Snapshot.ExitReason;
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import com.trixtech.selfheal.core.signals.Snapshot.Phase;
import com.trixtech.selfheal.core.signals.Snapshot.Traffic;
import com.trixtech.selfheal.core.signals.Snapshot.WorkloadFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds one instance's fact: running, ready and fresh unless told otherwise. Not thread-safe. */
public final class Facts {
  public static final WorkloadRef BACKEND =
      new WorkloadRef("shop", WorkloadRef.Kind.DEPLOYMENT, "backend");

  private final String name;
  private final Instant at;
  private Phase phase = Phase.RUNNING;
  private boolean ready = true;
  private int livenessFailures;
  private int restarts;
  private @Nullable Exit lastExit;
  private @Nullable Traffic traffic;

  private Facts(String name, Instant at) {
    this.name = name;
    this.at = at;
  }

  public static Facts of(String name, Instant at) {
    return new Facts(name, at);
  }

  public Facts phase(Phase now) {
    phase = now;
    ready = ready && now == Phase.RUNNING;
    return this;
  }

  public Facts notReady() {
    ready = false;
    return this;
  }

  public Facts livenessFailures(int inARow) {
    livenessFailures = inARow;
    return this;
  }

  public Facts restarts(int total, ExitReason last, Instant exitedAt) {
    restarts = total;
    lastExit = new Exit(exitedAt, 1, last);
    return this;
  }

  public Facts traffic(long requests, long errors) {
    traffic = new Traffic(at, requests, errors);
    return this;
  }

  /** Errors that were no answers at all. */
  public Facts unanswered(long requests, long errors) {
    traffic = new Traffic(at, requests, errors, errors, null);
    return this;
  }

  /** All answered, and 99 of 100 within that time. */
  public Facts answered(long requests, Duration p99) {
    traffic = new Traffic(at, requests, 0, 0, p99);
    return this;
  }

  public InstanceFact fact() {
    return new InstanceFact(
        at,
        new InstanceRef(BACKEND, name, "uid-" + name),
        ManualClock.START,
        "a",
        phase,
        at,
        ready,
        livenessFailures,
        0,
        restarts,
        lastExit,
        null,
        traffic,
        "");
  }

  /** A snapshot of the backend with these instances. */
  public static Snapshot snapshot(Instant at, int desired, InstanceFact... instances) {
    return new Snapshot(
        List.of(
            new WorkloadFacts(
                at,
                BACKEND,
                desired,
                "a",
                List.of(new Revision(1, "a", "config", List.of("app@sha256:a"), false)),
                false,
                ManualClock.START,
                -1,
                null,
                null,
                List.of(instances))),
        List.of());
  }
}
