package com.trixtech.selfheal.cli.cluster;

import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import com.trixtech.selfheal.kubernetes.api.HealPolicy.Reading;
import com.trixtech.selfheal.server.ControlException;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was read of one namespace. Immutable but for fabric8's objects, which nobody changes.
 *
 * @param blind what could not be read for want of a right, in sentences
 * @param unread entries of the journal that this build cannot read
 */
record Seen(
    Instant at,
    List<Watched> policies,
    List<Incident> incidents,
    Lead lead,
    List<String> blind,
    int unread) {

  Seen {
    policies = List.copyOf(policies);
    incidents = List.copyOf(incidents);
    blind = List.copyOf(blind);
  }

  /**
   * One policy with its target.
   *
   * @param reading the policy as it stands, or why this build cannot read it
   * @param target null where the policy does not even name one that this build knows
   * @param instances the target's pods
   * @param disruptionsAllowed by the target's PodDisruptionBudget; -1 where there is none, or it
   *     could not be read
   */
  record Watched(
      HealPolicy policy,
      Reading reading,
      @Nullable WorkloadRef target,
      boolean found,
      int desired,
      int revision,
      List<Pod> instances,
      int disruptionsAllowed) {
    Watched {
      instances = List.copyOf(instances);
    }

    /** The same with its workload, where there is one. */
    Watched found(@Nullable Integer replicas, int number, List<Pod> pods, int allowed) {
      int wanted = Objects.requireNonNullElse(replicas, 1);
      return new Watched(policy, reading, target, true, wanted, number, pods, allowed);
    }

    String name() {
      return policy.getMetadata().getName();
    }

    /** The policy's own words; null where it is refused. */
    com.trixtech.selfheal.manifest.policy.@Nullable HealPolicy read() {
      return reading instanceof Reading.Whole(var whole) ? whole : null;
    }

    /** Why this build cannot read it as it stands, in sentences; none where it can. */
    List<String> refusals() {
      return reading instanceof Reading.Refused(var problems)
          ? problems.stream().map(problem -> "policy refused: " + problem).toList()
          : List.of();
    }

    /** Whether the operator has read the policy as it stands now. */
    boolean current() {
      var status = policy.getStatus();
      Long seen = status == null ? null : status.observedGeneration();
      Long now = policy.getMetadata().getGeneration();
      return seen != null && now != null && seen >= now;
    }

    /** What people call it: the workload, or the policy where that names none. */
    String label() {
      return target == null ? "HealPolicy/" + name() : target.toString();
    }

    /**
     * Those that somebody means: by the workload's name, its kind and name, the policy's, or one of
     * its pods where those were read; at least one.
     *
     * @param others what else would have been right, for the message
     * @throws ControlException where nobody has that name
     */
    static List<Watched> named(String name, List<Watched> all, String others) {
      List<Watched> found = all.stream().filter(w -> w.called(name)).toList();
      if (found.isEmpty()) {
        found = all.stream().filter(w -> w.name().equals(name)).toList();
      }
      if (found.isEmpty()) {
        throw ControlException.notFound(
            "target: " + name,
            all.isEmpty()
                ? "the target of a HealPolicy, and there is none here"
                : others + String.join(", ", all.stream().map(Watched::label).toList()));
      }
      return found;
    }

    private boolean called(String called) {
      return (target != null && target.name().equals(called))
          || label().equalsIgnoreCase(called)
          || ("HealPolicy/" + name()).equalsIgnoreCase(called)
          || instances.stream().anyMatch(p -> p.getMetadata().getName().equals(called));
    }
  }

  /** The policies on a workload of that name. */
  Stream<Watched> on(String workload) {
    return policies.stream()
        .filter(w -> w.target() instanceof WorkloadRef target && target.name().equals(workload));
  }

  /** The pods of a workload of that name. */
  List<Pod> instances(String workload) {
    return on(workload).flatMap(w -> w.instances().stream()).toList();
  }

  /** The incidents of one workload, oldest first. */
  List<Incident> of(WorkloadRef workload) {
    return incidents.stream().filter(i -> i.workload().equals(workload)).toList();
  }

  Optional<Incident> openOn(@Nullable WorkloadRef workload) {
    return incidents.stream()
        .filter(i -> i.workload().equals(workload) && i.closed().isEmpty())
        .findFirst();
  }

  List<Incident> newestFirst(boolean all) {
    List<Incident> found = new ArrayList<>(incidents);
    found.removeIf(i -> !all && i.closed().isPresent());
    return found.reversed();
  }
}
