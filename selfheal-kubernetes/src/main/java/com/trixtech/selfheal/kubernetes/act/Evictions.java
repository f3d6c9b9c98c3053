package com.trixtech.selfheal.kubernetes.act;

import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.model.InstanceRef;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.Eviction;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * Asks the Eviction API for one pod, by its uid and in the version that was read: a request that
 * comes late does nothing to a pod that has recovered meanwhile. What a budget refuses stays
 * refused: a pod is never deleted instead, and never with less grace than it has. Stateless.
 */
record Evictions(KubernetesClient api, Answers answers) {

  /** Asks once. Accepted means on its way out, not gone. */
  Outcome evict(InstanceRef target) {
    String namespace = target.workload().namespace();
    try {
      Pod pod = api.pods().inNamespace(namespace).withName(target.name()).get();
      if (pod == null || !pod.getMetadata().getUid().equals(target.uid())) {
        return answers.refused(
            "no instance %s has the uid %s any more".formatted(target, target.uid()));
      }
      if (pod.getMetadata().getDeletionTimestamp() != null) {
        return answers.refused("%s is being ended already".formatted(target));
      }
      Eviction eviction =
          new EvictionBuilder()
              .withNewMetadata()
              .withNamespace(namespace)
              .withName(target.name())
              .endMetadata()
              .withDeleteOptions(
                  new DeleteOptionsBuilder()
                      .withNewPreconditions()
                      .withUid(target.uid())
                      .withResourceVersion(pod.getMetadata().getResourceVersion())
                      .endPreconditions()
                      .build())
              .build();
      api.raw(
          "/api/v1/namespaces/%s/pods/%s/eviction".formatted(namespace, target.name()),
          "POST",
          eviction);
      return answers.done("the eviction of %s is accepted".formatted(target));
    } catch (KubernetesClientException e) {
      return answers.of(target.name(), e);
    }
  }
}
