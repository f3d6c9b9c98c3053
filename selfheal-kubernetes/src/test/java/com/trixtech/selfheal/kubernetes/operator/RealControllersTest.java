package com.trixtech.selfheal.kubernetes.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.kubernetes.api.RemediationPhase;
import com.trixtech.selfheal.kubernetes.objects.Marks;
import com.trixtech.selfheal.kubernetes.operator.OperatedCluster.Process;
import com.trixtech.selfheal.kubernetes.testing.ApiServer;
import com.trixtech.selfheal.kubernetes.testing.Waiting;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator beside Kubernetes' own controllers: what a ReplicaSet is called, when a template is
 * the same again and who makes pods is theirs to say. Only kubelet is played.
 */
class RealControllersTest {
  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  private OperatedCluster world;

  @SuppressWarnings("NullAway.Init")
  private java.lang.Process controllers;

  @BeforeEach
  void begin() throws IOException {
    world = new OperatedCluster();
    Optional<Path> program = ApiServer.program("kube-controller-manager");
    Assumptions.assumeTrue(
        program.isPresent(), "skipped: no kube-controller-manager beside the kube-apiserver");
    Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), world.server.kubeconfig());
    controllers =
        new ProcessBuilder(
                program.orElseThrow().toString(),
                "--kubeconfig=" + kubeconfig,
                "--leader-elect=false",
                "--secure-port=0",
                "--controllers=deployment-controller,replicaset-controller,disruption-controller")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(controllers::destroyForcibly));
  }

  @AfterEach
  void end() throws Exception {
    if (controllers != null) {
      controllers.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    if (world != null) {
      world.close();
    }
  }

  private List<Pod> pods(Predicate<Pod> which) {
    return world.server.admin().pods().inNamespace(world.namespace).list().getItems().stream()
        .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
        .filter(which)
        .toList();
  }

  private static Predicate<Pod> runs(String image) {
    return p -> p.getSpec().getContainers().getFirst().getImage().equals(image);
  }

  /** Kubelet makes every pod of that image ready that is not yet, until there are so many. */
  private void makeReady(String image, int count) {
    Waiting.until(
        count + " pods of " + image + " are ready",
        () -> {
          pods(runs(image).and(p -> !isReady(p))).forEach(p -> world.cluster.ready(p, true));
          return pods(runs(image).and(RealControllersTest::isReady)).size() == count;
        });
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  @Test
  void aBadReleaseGoesBackToTheReplicaSetThatWasProven() {
    world.cluster.deploymentAlone(OperatedCluster.NAME, 3, "backend:1.0");
    makeReady("backend:1.0", 3);
    String proven =
        pods(runs("backend:1.0")).getFirst().getMetadata().getLabels().get(Marks.TEMPLATE_HASH);
    world.policy(
        "backend",
        "remediations: [{order: 1, action: RollBack, rollback: {requireReadyFor: 1s}},"
            + " {order: 2, action: Escalate}]\n");
    Process operator = world.operator(Mode.ENFORCE);
    Waiting.until("it is proven", () -> world.journalSays("RevisionProven"));

    world.cluster.image(OperatedCluster.NAME, "backend:2.0");
    Waiting.until("a new pod is made", () -> !pods(runs("backend:2.0")).isEmpty());
    pods(runs("backend:2.0")).forEach(p -> world.cluster.crashed(p, 1, 4));

    Waiting.until("no new pod is left", () -> pods(runs("backend:2.0")).isEmpty());
    makeReady("backend:1.0", 3);
    world.untilPhase(RemediationPhase.Succeeded);
    assertThat(pods(runs("backend:1.0")))
        .hasSize(3)
        .allSatisfy(p ->
            assertThat(p.getMetadata().getLabels()).containsEntry(Marks.TEMPLATE_HASH, proven));
    assertThat(operator.evictions()).isEmpty();
  }

  @Test
  void anEvictedPodIsReplacedByTheirsAndTheBudgetIsCountedByThem() {
    world.cluster.deploymentAlone(OperatedCluster.NAME, 3, "backend:1.0");
    makeReady("backend:1.0", 3);
    world.cluster.budgetAlone("backend", OperatedCluster.NAME, 2);
    world.policy(
        "backend", "remediations: [{order: 1, action: Replace}, {order: 2, action: Escalate}]\n");
    Process operator = world.operator(Mode.ENFORCE);
    Waiting.until(
        "the budget is counted",
        () ->
            world
                .status("backend")
                .filter(s -> Integer.valueOf(1).equals(s.disruptionsAllowed()))
                .isPresent());

    Pod sick = pods(runs("backend:1.0")).getFirst();
    world.cluster.ready(sick, false);
    Waiting.until("it is gone", () -> pods(p -> same(p, sick)).isEmpty());
    world.cluster.gone(sick.getMetadata().getName());
    makeReady("backend:1.0", 3);

    world.untilPhase(RemediationPhase.Succeeded);
    assertThat(operator.evictions()).hasSize(1);
  }

  private static boolean same(Pod one, Pod other) {
    return one.getMetadata().getUid().equals(other.getMetadata().getUid());
  }
}
