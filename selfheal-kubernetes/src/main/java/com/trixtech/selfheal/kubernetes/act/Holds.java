package com.trixtech.selfheal.kubernetes.act;

import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.kubernetes.objects.Hold;
import com.trixtech.selfheal.kubernetes.objects.Marks;
import com.trixtech.selfheal.kubernetes.objects.Owner;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/**
 * Holds a workload still while its fault lies elsewhere: the healer does not touch it, and its
 * roll-out is paused. Kubelet's own restarts cannot be held: only another pod template would change
 * its probes.
 *
 * <p>The undo record is written on the Deployment in the same request that pauses it, so that no
 * death of the operator can leave it paused for ever. What somebody else has paused is not held,
 * and so never resumed either. Stateless.
 */
record Holds(KubernetesClient api, Answers answers) {

  Outcome hold(Remedy.HoldRestarts act, String key) {
    WorkloadRef ref = act.workload();
    try {
      Optional<Deployment> found = find(ref);
      if (found.isEmpty()) {
        return answers.refused(nothingToHold(ref));
      }
      Deployment now = found.get();
      Optional<String> owner = Owner.of(now);
      if (owner.isPresent()) {
        return answers.refused("%s owns it and would undo it".formatted(owner.get()));
      }
      boolean paused = Boolean.TRUE.equals(now.getSpec().getPaused());
      if (paused && Hold.on(now).isEmpty()) {
        return answers.refused("somebody has paused its roll-out already");
      }
      new Patches(now)
          .set("/spec/paused", true)
          .annotate(Marks.HOLD, new Hold(act.until(), key).text())
          .annotate(Marks.LAST_ACT, key)
          .send(api);
      return answers.done("the roll-out of %s is held until %s".formatted(ref, act.until()));
    } catch (KubernetesClientException e) {
      return answers.of(ref.toString(), e);
    }
  }

  /** Ends a hold; one that has ended already is no failure. */
  Outcome release(WorkloadRef ref, String key) {
    try {
      Optional<Deployment> found = find(ref);
      if (found.isEmpty()) {
        return answers.refused(nothingToHold(ref));
      }
      if (Marks.annotation(found.get(), Marks.HOLD).isEmpty()) {
        return answers.done("nothing holds %s".formatted(ref));
      }
      new Patches(found.get())
          .set("/spec/paused", false)
          .unannotate(Marks.HOLD)
          .annotate(Marks.LAST_ACT, key)
          .send(api);
      return answers.done("the roll-out of %s goes on".formatted(ref));
    } catch (KubernetesClientException e) {
      return answers.of(ref.toString(), e);
    }
  }

  private Optional<Deployment> find(WorkloadRef ref) {
    return switch (ref.kind()) {
      case DEPLOYMENT ->
          Optional.ofNullable(
              api.apps().deployments().inNamespace(ref.namespace()).withName(ref.name()).get());
      case STATEFUL_SET -> Optional.empty();
    };
  }

  private static String nothingToHold(WorkloadRef ref) {
    return switch (ref.kind()) {
      case DEPLOYMENT -> "there is no " + ref;
      case STATEFUL_SET -> "%s has no roll-out that can be paused".formatted(ref);
    };
  }
}
