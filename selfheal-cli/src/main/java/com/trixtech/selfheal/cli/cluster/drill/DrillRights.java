package com.trixtech.selfheal.cli.cluster.drill;

import com.trixtech.selfheal.drill.Disturbance;
import com.trixtech.selfheal.drill.Drill;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;

/** Asks whether whoever runs a drill may do all that it does. Stateless. */
public final class DrillRights {
  private record Right(String namespace, String group, String resource, String part, String verb) {
    String sentence() {
      return "rights: you may not %s %s in namespace %s (expected: a Role that allows it)"
          .formatted(verb, part.isEmpty() ? resource : resource + "/" + part, namespace);
    }
  }

  private DrillRights() {}

  /** What is missing, a sentence each. */
  public static List<String> missing(
      KubernetesClient api, String drilled, String faultNamespace, Drill drill) {
    return needed(drilled, faultNamespace, drill).stream()
        .filter(right -> !has(api, right))
        .map(Right::sentence)
        .toList();
  }

  private static List<Right> needed(String drilled, String faultNamespace, Drill drill) {
    List<Right> needed = new ArrayList<>();
    add(needed, drilled, "", "pods", "", "create", "get", "list", "delete");
    add(needed, drilled, "", "pods", "portforward", "create", "get");
    add(needed, drilled, "", "services", "", "list");
    add(needed, drilled, "networking.k8s.io", "networkpolicies", "", "create", "list", "delete");
    switch (drill.disturbance()) {
      case Disturbance.OnInstances _, Disturbance.OnPrimary _, Disturbance.OnWorkload _ -> {
        add(needed, faultNamespace, "", "pods", "", "create", "get", "list", "delete");
        add(needed, faultNamespace, "", "pods", "log", "get");
      }
      case Disturbance.BadRelease _, Disturbance.GoodRelease _ ->
          add(needed, drilled, "apps", "deployments", "", "patch");
      case Disturbance.HealerKilled _, Disturbance.OfProvider _, Disturbance.Burst _ -> {}
    }
    return needed;
  }

  private static void add(
      List<Right> to,
      String namespace,
      String group,
      String resource,
      String part,
      String... verbs) {
    for (String verb : verbs) {
      to.add(new Right(namespace, group, resource, part, verb));
    }
  }

  private static boolean has(KubernetesClient api, Right right) {
    SelfSubjectAccessReview question =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withNamespace(right.namespace())
            .withGroup(right.group())
            .withResource(right.resource())
            .withSubresource(right.part())
            .withVerb(right.verb())
            .endResourceAttributes()
            .endSpec()
            .build();
    SelfSubjectAccessReview answer =
        api.authorization().v1().selfSubjectAccessReview().create(question);
    return answer.getStatus() != null && Boolean.TRUE.equals(answer.getStatus().getAllowed());
  }
}
