package com.trixtech.selfheal.core.verify;

import com.trixtech.selfheal.core.model.InstanceHealth;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.Span;
import com.trixtech.selfheal.core.model.Symptom;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import com.trixtech.selfheal.core.verify.Verification.Proof;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Watches one remedy until there is proof. Not thread-safe.
 *
 * <ol>
 *   <li>The expected effect must be seen, with fresh signals, within {@code timeout} of the act.
 *   <li>From then on it must hold for {@code soak} without a break; a break starts the soak anew.
 *   <li>After {@code timeout} without the effect: Inconclusive where most signals are stale, else
 *       NotRecovered.
 *   <li>Where the symptom was one that only answers show, enough good answers must have been seen
 *       meanwhile. After {@code verify.timeout} without them: Inconclusive.
 * </ol>
 */
public final class Proving {
  private final Remedy remedy;
  private final Instant startedAt;
  private final Duration timeout;
  private final Policy.Verify verify;
  private final Answers answers;
  private final Set<String> ailing;
  private @Nullable Instant holdsSince;

  /**
   * @param timeout in which the effect must show
   * @param answers what clients must have seen, empty at first
   * @param ailing names of instances that may go on ailing meanwhile: their turn comes later
   */
  public Proving(
      Remedy remedy,
      Instant startedAt,
      Duration timeout,
      Policy.Verify verify,
      Answers answers,
      Set<String> ailing) {
    this.remedy = remedy;
    this.startedAt = startedAt;
    this.timeout = timeout;
    this.verify = verify;
    this.answers = answers;
    this.ailing = Set.copyOf(ailing);
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
      answers.see(workload);
      return since.plus(verify.soak()).isAfter(now) ? Optional.empty() : held(workload, now);
    }
    holdsSince = null;
    answers.forget();
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
                    Span.of(timeout),
                    workload.availability().ready(),
                    workload.availability().desired())));
  }

  private Optional<Verification> held(WorkloadHealth workload, Instant now) {
    if (answered(workload)) {
      return Optional.of(
          new Verification(Proof.RECOVERED, "the effect held for " + Span.of(verify.soak())));
    }
    return startedAt.plus(verify.timeout()).isAfter(now)
        ? Optional.empty()
        : Optional.of(
            new Verification(
                Proof.INCONCLUSIVE,
                "too few requests within %s to show that its answers are good again"
                    .formatted(Span.of(verify.timeout()))));
  }

  /** The treated instance must show it, or all, where it has made room for another. */
  private boolean answered(WorkloadHealth workload) {
    InstanceHealth treated =
        remedy instanceof Remedy.Restart restart ? find(workload, restart.instance()) : null;
    return treated == null
        ? theOthers(workload).filter(InstanceHealth::ready).allMatch(answers::show)
        : answers.show(treated);
  }

  /** Whether all seems well, and only the requests that would prove it have not come yet. */
  public boolean lacksRequests(WorkloadHealth workload) {
    return holdsSince != null && !answered(workload);
  }

  /** Since when the expected effect has been seen without a break; empty before it is. */
  public Optional<Instant> holdsSince() {
    return Optional.ofNullable(holdsSince);
  }

  private boolean effect(WorkloadHealth workload) {
    return switch (remedy) {
      case Remedy.AwaitPlatform w -> whole(workload);
      case Remedy.Restart r -> well(workload, r.instance());
      case Remedy.Replace r -> find(workload, r.instance()) == null && madeUpFor(workload);
      case Remedy.RollBack r -> workload.current().equals(r.to()) && whole(workload);
      case Remedy.HoldRestarts h -> whole(workload);
      case Remedy.Eject e -> false;
      case Remedy.Escalate e -> whole(workload);
    };
  }

  private static boolean whole(WorkloadHealth workload) {
    return workload.well() && workload.availability().unavailable() == 0;
  }

  private boolean well(WorkloadHealth workload, InstanceRef instance) {
    InstanceHealth found = find(workload, instance);
    return found == null ? madeUpFor(workload) : well(found);
  }

  /** Whether another has taken the place of the treated one, and is well. */
  private boolean madeUpFor(WorkloadHealth workload) {
    return ailing.isEmpty()
        ? workload.availability().unavailable() == 0
        : workload.instances().size() >= workload.availability().desired()
            && theOthers(workload).allMatch(Proving::well);
  }

  private static boolean well(InstanceHealth instance) {
    return instance.ready() && instance.symptom() == Symptom.NONE;
  }

  /**
   * Those whose turn does not come later, whatever took the place of the treated one among them: in
   * a StatefulSet it has the same name.
   */
  private Stream<InstanceHealth> theOthers(WorkloadHealth workload) {
    return workload.instances().stream()
        .filter(i ->
            i.instance().name().equals(remedy.target()) || !ailing.contains(i.instance().name()));
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
