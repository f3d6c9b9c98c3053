package com.trixtech.selfheal.kubernetes.act;

import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.kubernetes.objects.Marks;
import com.trixtech.selfheal.kubernetes.objects.Owner;
import com.trixtech.selfheal.kubernetes.objects.Revisions;
import com.trixtech.selfheal.kubernetes.objects.Templates;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;

/**
 * Sets a Deployment to the template of one of its earlier ReplicaSets. All that it rests on is read
 * from the API server first: the revision to leave must still be current, the one to go to
 * must still be kept, and nobody else may own the Deployment. Stateless.
 */
record RollBacks(KubernetesClient api, Answers answers) {

  Outcome back(Remedy.RollBack act, String key) {
    WorkloadRef ref = act.workload();
    return switch (ref.kind()) {
      case DEPLOYMENT -> deployment(act, key);
      case STATEFUL_SET ->
          answers.refused("%s holds state that does not go back with its template".formatted(ref));
    };
  }

  private Outcome deployment(Remedy.RollBack act, String key) {
    WorkloadRef ref = act.workload();
    try {
      Deployment now =
          api.apps().deployments().inNamespace(ref.namespace()).withName(ref.name()).get();
      if (now == null || now.getMetadata().getDeletionTimestamp() != null) {
        return answers.refused("there is no " + ref);
      }
      List<ReplicaSet> kept = kept(now);
      Optional<ReplicaSet> target =
          kept.stream().filter(r -> Revisions.name(r).equals(act.to())).findFirst();
      Optional<String> against = against(act, now, kept, target);
      if (target.isEmpty() || against.isPresent()) {
        return answers.refused(
            against.orElse("revision: %s is not kept any more".formatted(act.to())));
      }
      new Patches(now)
          .set("/spec/template", Templates.bare(target.get().getSpec().getTemplate()))
          .annotate(Marks.LAST_ACT, key)
          .send(api);
      return answers.done(
          "%s is set to revision %s (%s)"
              .formatted(
                  ref,
                  Marks.annotation(target.get(), Marks.REVISION).orElse("without a number"),
                  act.to()));
    } catch (KubernetesClientException e) {
      return answers.of(ref.toString(), e);
    }
  }

  private List<ReplicaSet> kept(Deployment deployment) {
    return api
        .apps()
        .replicaSets()
        .inNamespace(deployment.getMetadata().getNamespace())
        .withLabelSelector(deployment.getSpec().getSelector())
        .list()
        .getItems()
        .stream()
        .filter(r -> Owner.controls(deployment.getMetadata().getUid(), r))
        .toList();
  }

  private static Optional<String> against(
      Remedy.RollBack act, Deployment now, List<ReplicaSet> kept, Optional<ReplicaSet> target) {
    String current = Revisions.currentName(now, kept);
    if (!current.equals(act.from())) {
      return Optional.of("revision: %s is current (expected: %s)".formatted(current, act.from()));
    }
    if (Boolean.TRUE.equals(now.getSpec().getPaused())) {
      return Optional.of("its roll-out is paused, so nothing would come of it");
    }
    if (target.filter(r -> Revisions.name(r).equals(current)).isPresent()) {
      return Optional.of("revision: %s is current already".formatted(current));
    }
    return Owner.of(now).map(owner -> "%s owns it and would undo it".formatted(owner));
  }
}
