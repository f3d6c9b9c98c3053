package com.trixtech.selfheal.kubernetes.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.kubernetes.api.PolicyPhase;
import com.trixtech.selfheal.kubernetes.api.RemediationPhase;
import com.trixtech.selfheal.kubernetes.operator.OperatedCluster.Process;
import com.trixtech.selfheal.kubernetes.testing.Requests;
import com.trixtech.selfheal.kubernetes.testing.Waiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator with the rights that its manifests give it, and no others. */
class RightsTest extends OperatedTest {
  @BeforeEach
  void govern() {
    world.policy("backend", OperatedCluster.REPLACE);
  }

  private String user() {
    return "system:serviceaccount:%s:selfheal-operator".formatted(world.namespace);
  }

  private boolean may(String verb, String group, String resource, String subresource) {
    try (KubernetesClient api = world.server.acting(new Requests(), user())) {
      var answer =
          api.authorization()
              .v1()
              .selfSubjectAccessReview()
              .create(
                  new SelfSubjectAccessReviewBuilder()
                      .withNewSpec()
                      .withNewResourceAttributes()
                      .withVerb(verb)
                      .withGroup(group)
                      .withResource(resource)
                      .withSubresource(subresource)
                      .withNamespace(world.namespace)
                      .endResourceAttributes()
                      .endSpec()
                      .build());
      return Boolean.TRUE.equals(answer.getStatus().getAllowed());
    }
  }

  @Test
  void inModeObserveTheProcessCanLookAndWriteDownAndChangeNothing() throws IOException {
    apply("base/rights.yaml");
    List<Pod> pods = world.ready(first, 3);
    world.operator(Mode.OBSERVE, user());
    Waiting.until(
        "the policy has a status",
        () -> world.status("backend").filter(s -> s.phase() == PolicyPhase.Enabled).isPresent());

    world.cluster.ready(pods.getFirst(), false);

    world.untilPhase(RemediationPhase.DryRun);
    Waiting.until("Events are written", () -> world.eventReasons().contains("IncidentOpened"));
    assertThat(may("create", "", "pods", "eviction")).isFalse();
    assertThat(may("patch", "apps", "deployments", "")).isFalse();
    assertThat(may("delete", "", "pods", "")).isFalse();
  }

  @Test
  void inModeEnforceTheRightsAreEnoughAndStillNoPodMayBeDeleted() throws IOException {
    apply("base/rights.yaml");
    apply("overlays/enforce/replace.yaml");
    apply("overlays/enforce/roll-out.yaml");
    List<Pod> pods = world.ready(first, 3);
    Process operator = world.operator(Mode.ENFORCE, user());

    world.cluster.ready(pods.getFirst(), false);

    Waiting.until("it is evicted", () -> world.ending(pods.getFirst()));
    Waiting.until("the operator has its answer", () -> !operator.evictions().isEmpty());
    Waiting.until("its eviction is answered, the only one", () -> operator.evictions().size() == 1);
    assertThat(may("delete", "", "pods", "")).isFalse();
  }
}
