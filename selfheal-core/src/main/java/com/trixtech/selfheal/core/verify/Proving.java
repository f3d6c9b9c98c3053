package com.trixtech.selfheal.core.verify;

import com.trixtech.selfheal.core.model.InstanceHealth;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.Symptom;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import com.trixtech.selfheal.core.verify.Verification.Proof;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches one remedy until there is proof. Not thread-safe.
 *
 * <ol>
 *   <li>The expected effect must be seen, with fresh signals, within {@code timeout} of the act.
 *   <li>From then on it must hold for {@code soak} without a break; a break starts the soak anew.
 *   <li>After {@code timeout} without the effect: Inconclusive where most signals are stale, else
 *       NotRecovered.
 *   <li>A platform that is awaited and says that its next start is further off than {@code
 *       patience} has not recovered anything: NotRecovered at once.
 * </ol>
 */
public final class Proving {
  private final Remedy remedy;
  private final Instant startedAt;
  private final Duration timeout;
  private final Duration soak;
  private final Duration patience;
  private @Nullable Instant holdsSince;

  public Proving(
      Remedy remedy, Instant startedAt, Duration timeout, Duration soak, Duration patience) {
    this.remedy = remedy;
    this.startedAt = startedAt;
    this.timeout = timeout;
    this.soak = soak;
    this.patience = patience;
  }

  /** The proof, once there is one. An absent workload gives no data. */
  public Optional<Verification> judge(@Nullable WorkloadHealth workload, Instant now) {
    if (remedy instanceof Remedy.Eject) {
      return Optional.of(
          new Verification(
              Proof.INCONCLUSIVE, "no request reaches it now, so nothing can prove it well"));
    }
    if (workload != null && effect(workload)) {
      Instant since = holdsSince == null ? now : holdsSince;
      holdsSince = since;
      return since.plus(soak).isAfter(now)
          ? Optional.empty()
          : Optional.of(new Verification(Proof.RECOVERED, "the effect held for " + soak));
    }
    holdsSince = null;
    if (workload != null && remedy instanceof Remedy.AwaitPlatform) {
      for (InstanceHealth instance : workload.instances()) {
        Instant next = instance.nextStart();
        if (next != null && next.isAfter(now.plus(patience))) {
          return Optional.of(
              new Verification(
                  Proof.NOT_RECOVERED,
                  "the platform waits until %s before it starts %s again"
                      .formatted(next, instance.instance().name())));
        }
      }
    }
    if (startedAt.plus(timeout).isAfter(now)) {
      return Optional.empty();
    }
    if (workload == null || workload.availability().unknown() * 2 > workload.instances().size()) {
      return Optional.of(
          new Verification(Proof.INCONCLUSIVE, "no fresh signals within " + timeout));
    }
    return Optional.of(
        new Verification(
            Proof.NOT_RECOVERED,
            "after %s %d of %d instances are ready"
                .formatted(
                    timeout, workload.availability().ready(), workload.availability().desired())));
  }

  private boolean effect(WorkloadHealth workload) {
    return switch (remedy) {
      case Remedy.AwaitPlatform w -> whole(workload);
      case Remedy.Restart r -> well(workload, r.instance());
      case Remedy.Replace r ->
          find(workload, r.instance()) == null
              && workload.availability().ready() >= workload.availability().desired();
      case Remedy.RollBack r -> workload.current().equals(r.to()) && whole(workload);
      case Remedy.HoldRestarts h -> whole(workload);
      case Remedy.Eject e -> false;
      case Remedy.Escalate e -> whole(workload);
    };
  }

  private static boolean whole(WorkloadHealth workload) {
    return workload.well() && workload.availability().unavailable() == 0;
  }

  private static boolean well(WorkloadHealth workload, InstanceRef instance) {
    InstanceHealth found = find(workload, instance);
    return found == null
        ? workload.availability().unavailable() == 0
        : found.ready() && found.symptom() == Symptom.NONE;
  }

  private static @Nullable InstanceHealth find(WorkloadHealth workload, InstanceRef instance) {
    for (InstanceHealth candidate : workload.instances()) {
      if (candidate.instance().uid().equals(instance.uid())) {
        return candidate;
      }
    }
    return null;
  }
}
