package com.trixtech.selfheal.kubernetes.operator;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Asks what the operator's role allows. Stateless. */
record Rights(KubernetesClient api) {

  /** Whether objects of that kind may be listed and watched; {@code namespace} empty = in all. */
  boolean mayWatch(String group, String resource, String namespace) {
    return may("list", group, resource, namespace) && may("watch", group, resource, namespace);
  }

  private boolean may(String verb, String group, String resource, String namespace) {
    SelfSubjectAccessReview question =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withVerb(verb)
            .withGroup(group)
            .withResource(resource)
            .withNamespace(namespace)
            .endResourceAttributes()
            .endSpec()
            .build();
    SelfSubjectAccessReview answer =
        api.authorization().v1().selfSubjectAccessReview().create(question);
    return answer.getStatus() != null && Boolean.TRUE.equals(answer.getStatus().getAllowed());
  }
}
