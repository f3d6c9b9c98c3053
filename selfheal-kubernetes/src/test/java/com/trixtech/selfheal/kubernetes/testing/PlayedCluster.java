package com.trixtech.selfheal.kubernetes.testing;

import com.trixtech.selfheal.kubernetes.objects.Marks;
import com.trixtech.selfheal.kubernetes.objects.Owner;
import com.trixtech.selfheal.kubernetes.objects.Templates;
import com.trixtech.selfheal.manifest.semantics.TemplateHash;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Plays, in one namespace of a bare API server, what the Deployment controller, the disruption
 * controller, the scheduler and the kubelets would do, when the test says so. Not thread-safe.
 */
public final class PlayedCluster {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final KubernetesClient api;
  private final String namespace;

  public PlayedCluster(KubernetesClient api, String namespace) {
    this.api = api;
    this.namespace = namespace;
  }

  public String namespace() {
    return namespace;
  }

  /** A Deployment at its first revision, without pods. */
  public Deployment deployment(String name, int replicas, String image) {
    deploymentAlone(name, replicas, image);
    controller(name);
    return deployment(name);
  }

  /** A Deployment, and all else is left to real controllers. */
  public void deploymentAlone(String name, int replicas, String image) {
    api.resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withGeneration(1L)
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .withMatchLabels(Map.of("app", name))
                .endSelector()
                .withTemplate(template(name, image))
                .endSpec()
                .build())
        .create();
  }

  public Deployment deployment(String name) {
    return Objects.requireNonNull(
        api.apps().deployments().inNamespace(namespace).withName(name).get());
  }

  private static PodTemplateSpec template(String app, String image) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(Map.of("app", app))
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage(image)
        .withNewLivenessProbe()
        .withNewHttpGet()
        .withPath("/health/live")
        .withPort(new IntOrString(8080))
        .endHttpGet()
        .endLivenessProbe()
        .endContainer()
        .endSpec()
        .build();
  }

  /** Changes the Deployment as somebody with kubectl would. */
  public void edit(String name, UnaryOperator<Deployment> change) {
    api.apps().deployments().inNamespace(namespace).withName(name).edit(change);
  }

  /** A new image, and the controller's ReplicaSet for it. */
  public ReplicaSet release(String name, String image) {
    image(name, image);
    return controller(name);
  }

  /** A ConfigMap, made or changed. */
  public void configMap(String name, String value) {
    api.resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withData(Map.of("value", value))
                .build())
        .createOr(NonDeletingOperation::update);
  }

  /** Lets the Deployment's containers read that ConfigMap, which is a new revision. */
  public ReplicaSet reads(String name, String configMap) {
    edit(
        name,
        d ->
            new DeploymentBuilder(d)
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .addNewEnvFrom()
                .withNewConfigMapRef(configMap, false)
                .endEnvFrom()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build());
    return controller(name);
  }

  /** A new image, and all else is left to real controllers. */
  public void image(String name, String image) {
    edit(
        name,
        d ->
            new DeploymentBuilder(d)
                .editSpec()
                .withTemplate(template(name, image))
                .endSpec()
                .build());
  }

  /**
   * What the Deployment controller does for the present template: finds or makes its ReplicaSet.
   */
  public ReplicaSet controller(String name) {
    Deployment deployment = deployment(name);
    String wanted = Templates.fingerprint(deployment);
    List<ReplicaSet> kept = replicaSets(deployment);
    int next =
        1
            + kept.stream()
                .mapToInt(r -> Integer.parseInt(Marks.annotation(r, Marks.REVISION).orElse("0")))
                .max()
                .orElse(0);
    for (ReplicaSet r : kept) {
      if (Templates.fingerprint(r).equals(wanted)) {
        return api.resource(r)
            .edit(now ->
                new ReplicaSetBuilder(now)
                    .editMetadata()
                    .addToAnnotations(Marks.REVISION, String.valueOf(next))
                    .endMetadata()
                    .build());
      }
    }
    PodTemplateSpec template = deployment.getSpec().getTemplate();
    String hash = TemplateHash.of(template).substring(0, 10);
    Map<String, String> labels = Map.of("app", name, Marks.TEMPLATE_HASH, hash);
    return api.resource(
            new ReplicaSetBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name + "-" + hash)
                .withLabels(labels)
                .withAnnotations(Map.of(Marks.REVISION, String.valueOf(next)))
                .withOwnerReferences(owner(deployment, "Deployment"))
                .endMetadata()
                .withNewSpec()
                .withReplicas(deployment.getSpec().getReplicas())
                .withNewSelector()
                .withMatchLabels(labels)
                .endSelector()
                .withTemplate(
                    new PodTemplateSpecBuilder(template)
                        .editMetadata()
                        .withLabels(labels)
                        .endMetadata()
                        .build())
                .endSpec()
                .build())
        .create();
  }

  public List<ReplicaSet> replicaSets(Deployment deployment) {
    return api.apps().replicaSets().inNamespace(namespace).list().getItems().stream()
        .filter(r -> Owner.controls(deployment.getMetadata().getUid(), r))
        .toList();
  }

  private static OwnerReference owner(HasMetadata object, String kind) {
    return new OwnerReferenceBuilder()
        .withApiVersion("apps/v1")
        .withKind(kind)
        .withName(object.getMetadata().getName())
        .withUid(object.getMetadata().getUid())
        .withController(true)
        .build();
  }

  /** A pod of that revision, bound to the node, that has said nothing yet. */
  public Pod pod(ReplicaSet replicas, String node) {
    return pod(replicas, replicas.getMetadata().getName() + "-" + NAMES.incrementAndGet(), node);
  }

  /** The same under a name of the test's choice. */
  public Pod pod(ReplicaSet replicas, String name, String node) {
    return api.resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(replicas.getSpec().getTemplate().getMetadata().getLabels())
                .withOwnerReferences(owner(replicas, "ReplicaSet"))
                .endMetadata()
                .withNewSpecLike(replicas.getSpec().getTemplate().getSpec())
                .withNodeName(node.isEmpty() ? null : node)
                .withTerminationGracePeriodSeconds(30L)
                .endSpec()
                .build())
        .create();
  }

  /** A pod that is ready. */
  public Pod readyPod(ReplicaSet replicas, String node) {
    return ready(pod(replicas, node), true);
  }

  /** Kubelet: it runs, and is ready or not. */
  public Pod ready(Pod pod, boolean ready) {
    ContainerStatus container =
        container(pod)
            .withReady(ready)
            .withStarted(true)
            .withState(
                new ContainerStateBuilder()
                    .withNewRunning()
                    .withStartedAt(time())
                    .endRunning()
                    .build())
            .build();
    return report(pod, "Running", ready, container);
  }

  /** Kubelet: the container ended with this code and waits for its next start. */
  public Pod crashed(Pod pod, int code, int restarts) {
    ContainerStatus container =
        container(pod)
            .withRestartCount(restarts)
            .withReady(false)
            .withStarted(false)
            .withState(
                new ContainerStateBuilder()
                    .withNewWaiting()
                    .withReason("CrashLoopBackOff")
                    .withMessage(
                        "back-off 40s restarting failed container=main pod="
                            + pod.getMetadata().getName())
                    .endWaiting()
                    .build())
            .withLastState(
                new ContainerStateBuilder()
                    .withNewTerminated()
                    .withExitCode(code)
                    .withReason("Error")
                    .withStartedAt(time())
                    .withFinishedAt(time())
                    .endTerminated()
                    .build())
            .build();
    return report(pod, "Running", false, container);
  }

  /** Kubelet: the image cannot be got. */
  public Pod imageMissing(Pod pod) {
    ContainerStatus container =
        container(pod)
            .withReady(false)
            .withStarted(false)
            .withState(
                new ContainerStateBuilder()
                    .withNewWaiting()
                    .withReason("ImagePullBackOff")
                    .withMessage("Back-off pulling image")
                    .endWaiting()
                    .build())
            .build();
    return report(pod, "Pending", false, container);
  }

  /** The scheduler: no node has room. */
  public Pod unschedulable(Pod pod) {
    return status(
        pod,
        s ->
            s.withPhase("Pending")
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .withMessage("0/3 nodes are available: 3 Insufficient memory.")
                .endCondition());
  }

  private static ContainerStatusBuilder container(Pod pod) {
    int restarts =
        pod.getStatus() == null || pod.getStatus().getContainerStatuses().isEmpty()
            ? 0
            : pod.getStatus().getContainerStatuses().getFirst().getRestartCount();
    return new ContainerStatusBuilder()
        .withName("main")
        .withImage("image")
        .withImageID("image")
        .withRestartCount(restarts);
  }

  private Pod report(Pod pod, String phase, boolean ready, ContainerStatus container) {
    return status(
        pod,
        s ->
            s.withPhase(phase)
                .withStartTime(time())
                .withContainerStatuses(container)
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("True")
                .withLastTransitionTime(time())
                .endCondition()
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .withLastTransitionTime(time())
                .endCondition());
  }

  private Pod status(Pod pod, UnaryOperator<PodStatusBuilder> words) {
    return api.pods()
        .inNamespace(namespace)
        .withName(pod.getMetadata().getName())
        .editStatus(now ->
            new PodBuilder(now).withStatus(words.apply(new PodStatusBuilder()).build()).build());
  }

  /** Kubelet: the pod has ended and is gone. */
  public void gone(String pod) {
    api.pods().inNamespace(namespace).withName(pod).withGracePeriod(0).delete();
  }

  /** Kubelet's word on its node: {@code True} or {@code Unknown}, and when it was last heard. */
  public void node(String name, String ready, Instant heard) {
    var status =
        new NodeBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withNewStatus()
            .addNewCondition()
            .withType("Ready")
            .withStatus(ready)
            .withLastHeartbeatTime(heard.truncatedTo(ChronoUnit.SECONDS).toString())
            .withLastTransitionTime(heard.truncatedTo(ChronoUnit.SECONDS).toString())
            .endCondition()
            .endStatus()
            .build();
    if (api.nodes().withName(name).get() == null) {
      api.resource(status).create();
    }
    api.nodes()
        .withName(name)
        .editStatus(now -> new NodeBuilder(now).withStatus(status.getStatus()).build());
  }

  /** A budget on the Deployment's pods, as the disruption controller would count it. */
  public PodDisruptionBudget budget(String name, String app, int allowed, int healthy, int needed) {
    PodDisruptionBudget made = budgetAlone(name, app, needed);
    return api.policy()
        .v1()
        .podDisruptionBudget()
        .inNamespace(namespace)
        .withName(name)
        .editStatus(now ->
            new PodDisruptionBudgetBuilder(now)
                .withNewStatus()
                .withObservedGeneration(made.getMetadata().getGeneration())
                .withDisruptionsAllowed(allowed)
                .withCurrentHealthy(healthy)
                .withDesiredHealthy(needed)
                .withExpectedPods(healthy)
                .endStatus()
                .build());
  }

  /** A budget that a real controller counts. */
  public PodDisruptionBudget budgetAlone(String name, String app, int needed) {
    return api.resource(
            new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withMinAvailable(new IntOrString(needed))
                .withNewSelector()
                .withMatchLabels(Map.of("app", app))
                .endSelector()
                .endSpec()
                .build())
        .create();
  }

  private static String time() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
