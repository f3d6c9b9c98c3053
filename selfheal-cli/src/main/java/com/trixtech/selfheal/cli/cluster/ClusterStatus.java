package com.trixtech.selfheal.cli.cluster;

import com.trixtech.selfheal.cli.cluster.Seen.Watched;
import com.trixtech.selfheal.cli.views.IncidentViews;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.model.Health;
import com.trixtech.selfheal.kubernetes.api.HealPolicyStatus;
import com.trixtech.selfheal.kubernetes.api.HealPolicyStatus.ConditionKind;
import com.trixtech.selfheal.kubernetes.api.PolicyPhase;
import com.trixtech.selfheal.kubernetes.objects.PauseWish;
import com.trixtech.selfheal.manifest.policy.Mode;
import com.trixtech.selfheal.server.api.Status;
import com.trixtech.selfheal.server.api.Status.Attention;
import com.trixtech.selfheal.server.api.Status.InstanceStatus;
import com.trixtech.selfheal.server.api.Status.WorkloadStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is true of a namespace, as {@code selfheal status} tells it. The operator's word counts
 * while it leads; after that healths are Unknown, and what the API server says of pods still holds.
 * Pure.
 */
final class ClusterStatus {
  private final Seen seen;
  private final ClusterTarget target;

  ClusterStatus(Seen seen, ClusterTarget target) {
    this.seen = seen;
    this.target = target;
  }

  Status status() {
    List<WorkloadStatus> workloads = seen.policies().stream().map(this::workload).toList();
    return new Status(
        seen.policies().stream()
            .map(this::health)
            .reduce(Health::worst)
            .orElse(Health.UNKNOWN)
            .word(),
        automation(),
        workloads,
        List.of(),
        new Status.IncidentCount(
            (int) seen.incidents().stream().filter(i -> i.closed().isEmpty()).count()),
        attention(),
        ClusterPauses.views(seen),
        seen.at(),
        seen.lead().sentence());
  }

  private WorkloadStatus workload(Watched watched) {
    var workload = watched.target();
    Optional<Incident> open = seen.openOn(workload);
    List<InstanceStatus> instances =
        watched.instances().stream().map(p -> Instances.of(p, open, known(watched))).toList();
    Optional<HealPolicyStatus> said = said(watched);
    return new WorkloadStatus(
        workload == null ? watched.name() : workload.name(),
        workload == null ? "HealPolicy" : workload.kind().word(),
        health(watched).word(),
        instances.isEmpty()
            ? said.map(HealPolicyStatus::currentHealthy).orElse(0)
            : (int) instances.stream().filter(InstanceStatus::ready).count(),
        watched.found()
            ? watched.desired()
            : said.map(HealPolicyStatus::expectedReplicas).orElse(0),
        watched.revision(),
        instances);
  }

  /**
   * Unknown where the operator's word is old, or says itself that it knows nothing, and at best
   * Unknown where this build cannot read the policy: it may ask for more than this build looks at.
   */
  Health health(Watched watched) {
    Health told = told(watched);
    return watched.refusals().isEmpty() ? told : told.worst(Health.UNKNOWN);
  }

  private Health told(Watched watched) {
    HealPolicyStatus said = said(watched).orElse(null);
    if (said == null || !known(watched)) {
      return Health.UNKNOWN;
    }
    int desired = Objects.requireNonNullElse(said.expectedReplicas(), 0);
    int ready = Objects.requireNonNullElse(said.currentHealthy(), 0);
    boolean calm = Objects.requireNonNullElse(said.openIncidents(), 0) == 0;
    if (ready >= desired) {
      return calm ? Health.HEALTHY : Health.DEGRADED;
    }
    return ready == 0 ? Health.FAILED : Health.DEGRADED;
  }

  private boolean known(Watched watched) {
    return !seen.lead().nobody()
        && said(watched)
            .filter(s -> s.phase() != PolicyPhase.Disabled)
            .filter(s ->
                s.conditions().stream()
                    .anyMatch(c ->
                        ConditionKind.Ready.name().equals(c.getType())
                            && "True".equals(c.getStatus())))
            .isPresent();
  }

  private static Optional<HealPolicyStatus> said(Watched watched) {
    return Optional.ofNullable(watched.policy().getStatus());
  }

  private String automation() {
    if (seen.lead().nobody()) {
      return "Off";
    }
    List<PolicyPhase> phases =
        seen.policies().stream()
            .flatMap(w -> said(w).stream())
            .flatMap(s -> Stream.ofNullable(s.phase()))
            .filter(p -> p != PolicyPhase.Disabled)
            .toList();
    if (!phases.isEmpty() && phases.stream().allMatch(p -> p == PolicyPhase.Paused)) {
      return "Paused";
    }
    if (phases.stream().anyMatch(p -> p == PolicyPhase.Starting)) {
      return "StartingUp";
    }
    return seen.policies().stream()
        .map(ClusterStatus::mode)
        .filter(Objects::nonNull)
        .max(Enum::compareTo)
        .map(mode ->
            switch (mode) {
              case Observe, Approve -> mode.name();
              case Enforce -> "On";
            })
        .orElse("Observe");
  }

  /** The operator's word; an older one does not say it, and then the policy's own holds. */
  static @Nullable Mode mode(Watched watched) {
    return said(watched)
        .map(HealPolicyStatus::mode)
        .orElseGet(() -> {
          var read = watched.read();
          return read == null ? null : read.spec().mode();
        });
  }

  /** Why this build cannot read the policy, and whether the operator can. */
  static List<String> refusals(Watched watched) {
    boolean followed =
        watched.current()
            && said(watched)
                .filter(s -> s.phase() != null && s.phase() != PolicyPhase.Disabled)
                .isPresent();
    String more = followed ? "; the operator follows it, so this build is older" : "";
    return watched.refusals().stream().map(refusal -> refusal + more).toList();
  }

  private List<Attention> attention() {
    List<Attention> result = new ArrayList<>();
    if (seen.lead().nobody()) {
      result.add(
          new Attention(
              "operator", "nothing is healed here until one leads; what it said last may be old"));
    }
    for (Incident incident : seen.newestFirst(false)) {
      IncidentViews.attention(incident, target.command("approve " + incident.id()))
          .ifPresent(result::add);
    }
    seen.policies().forEach(w -> result.addAll(attention(w)));
    seen.blind().forEach(b -> result.add(new Attention("rights", b)));
    if (seen.unread() > 0) {
      result.add(
          new Attention(
              "journal",
              seen.unread()
                  + " entries are not known to this build, so incidents may lack them"
                  + " (expected: the operator's version)"));
    }
    if (seen.policies().isEmpty()) {
      result.add(new Attention("policies", "there is no HealPolicy here, so nothing is watched"));
    }
    return result;
  }

  private List<Attention> attention(Watched watched) {
    List<Attention> result = new ArrayList<>();
    String name = "HealPolicy/" + watched.name();
    HealPolicyStatus said = watched.policy().getStatus();
    refusals(watched).forEach(refusal -> result.add(new Attention(name, refusal)));
    if (said == null || said.phase() == null) {
      result.add(new Attention(name, "no operator has read it yet"));
      return result;
    }
    if (said.phase() == PolicyPhase.Disabled && result.isEmpty()) { // else it has been said why
      result.add(new Attention(name, "it is not followed: " + said.summary()));
    }
    Optional<PauseWish> wish = PauseWish.on(watched.policy(), seen.at());
    if (wish.orElse(null) instanceof PauseWish.Unreadable unreadable) {
      result.add(new Attention(name, "no act is begun: " + unreadable.sentence()));
    } else if (said.phase() == PolicyPhase.Paused && wish.isEmpty()) { // else it is a pause
      result.add(new Attention(name, "no act is begun: " + said.summary()));
    }
    if (!watched.current()) {
      result.add(new Attention(name, "it was changed, and no operator has read that yet"));
    }
    return result;
  }
}
