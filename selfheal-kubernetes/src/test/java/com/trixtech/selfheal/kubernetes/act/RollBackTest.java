package com.trixtech.selfheal.kubernetes.act;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.act.Outcome.Kind;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.kubernetes.objects.Marks;
import com.trixtech.selfheal.kubernetes.objects.Revisions;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Going back to an earlier revision on a real API server. */
class RollBackTest {
  @SuppressWarnings("NullAway.Init")
  private Gateway world;

  @BeforeEach
  void begin() {
    world = new Gateway();
  }

  @AfterEach
  void end() {
    if (world != null) {
      world.close();
    }
  }

  @Test
  void theControllerFindsTheOldReplicaSetAgainAndMakesNoNewOne() {
    assertThat(world.perform(world.rollBack()).kind()).isEqualTo(Kind.DONE);

    world.cluster.controller(Gateway.NAME);

    Deployment now = world.cluster.deployment(Gateway.NAME);
    assertThat(world.current()).isEqualTo(Revisions.name(world.first));
    assertThat(world.cluster.replicaSets(now)).hasSize(2);
    assertThat(now.getSpec().getTemplate().getMetadata().getLabels())
        .doesNotContainKey(Marks.TEMPLATE_HASH);
    assertThat(now.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage())
        .isEqualTo("backend:1.0");
  }

  @Test
  void case6AReleaseInTheLastMomentIsNotRolledBackA74() {
    KubernetesActuator actuator = world.actuator(new Unkept(), Fence.ALONE);
    world.requests.justBefore("PATCH", () -> world.cluster.release(Gateway.NAME, "backend:3.0"));

    Outcome outcome = actuator.perform(new Act("k-1", world.rollBack(), false));

    assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
    assertThat(outcome.detail()).contains("has changed in the meantime");
    assertThat(
            world
                .cluster
                .deployment(Gateway.NAME)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage())
        .isEqualTo("backend:3.0");
  }

  @ParameterizedTest
  @CsvSource({
    "label, kustomize.toolkit.fluxcd.io/name, Flux",
    "label, argocd.argoproj.io/instance, Argo CD",
    "annotation, argocd.argoproj.io/tracking-id, Argo CD",
    "annotation, meta.helm.sh/release-name, Helm"
  })
  void case13WhatAnotherControllerOwnsIsNotFoughtOver(String where, String name, String owner) {
    world.cluster.edit(
        Gateway.NAME,
        d -> {
          var metadata = new DeploymentBuilder(d).editMetadata();
          return (where.equals("label")
                  ? metadata.addToLabels(name, "booking")
                  : metadata.addToAnnotations(Map.of(name, "booking")))
              .endMetadata()
              .build();
        });
    String before = world.current();

    Outcome outcome = world.perform(world.rollBack());

    assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
    assertThat(outcome.detail()).isEqualTo(owner + " owns it and would undo it");
    assertThat(world.current()).isEqualTo(before);
  }

  @Test
  void case10ARollOutThatSomebodyPausedIsNotRolledBack() {
    world.cluster.edit(
        Gateway.NAME, d -> new DeploymentBuilder(d).editSpec().withPaused(true).endSpec().build());

    Outcome outcome = world.perform(world.rollBack());

    assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
    assertThat(outcome.detail()).contains("paused");
  }

  @Test
  void case10ARollBackToWhatIsCurrentAlreadyDoesNothing() {
    String current = world.current();

    Outcome outcome = world.perform(new Remedy.RollBack(world.ref, current, current));

    assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
    assertThat(world.requests.changes()).isZero();
  }

  @Test
  void case14AStatefulSetIsNeverRolledBack() {
    WorkloadRef database =
        new WorkloadRef(world.ref.namespace(), WorkloadRef.Kind.STATEFUL_SET, "postgres");

    Outcome outcome = world.perform(new Remedy.RollBack(database, "two", "one"));

    assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
    assertThat(outcome.detail()).contains("holds state");
  }
}
