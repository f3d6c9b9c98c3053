package com.trixtech.selfheal.bench.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
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
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Deployments with ready pods and a policy each, whose controllers and kubelets this class plays.
 * Thread-safe.
 */
final class Population {
  private static final int WRITERS = 16;
  private static final int WORKLOADS_IN_A_NAMESPACE = 100;
  private static final String HASH = "pod-template-hash";

  /** It acts at once, so that what is measured is the operator's own time and not its patience. */
  private static final String POLICY =
      """
      targetRef: {kind: Deployment, name: %s}
      mode: Enforce
      detection: {failureThreshold: 1, successThreshold: 1}
      budget: {cooldown: 1s, countContainerRestarts: false}
      remediations: [{order: 1, action: Replace}, {order: 2, action: Escalate}]
      verify: {stabilizationWindow: 1s, timeout: 60s}
      """;

  private final KubernetesClient api;
  private final int workloads;
  private final int podsEach;
  private final Map<Integer, ReplicaSet> revisions = new ConcurrentHashMap<>();

  Population(KubernetesClient api, int workloads, int podsEach) {
    this.api = api;
    this.workloads = workloads;
    this.podsEach = podsEach;
  }

  /** Makes all of them. */
  void settle() throws InterruptedException {
    int namespaces = (workloads + WORKLOADS_IN_A_NAMESPACE - 1) / WORKLOADS_IN_A_NAMESPACE;
    for (int i = 0; i < namespaces; i++) {
      make(
          new NamespaceBuilder()
              .withNewMetadata()
              .withName(namespace(i * WORKLOADS_IN_A_NAMESPACE))
              .endMetadata()
              .build());
    }
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      List<Future<?>> all = new ArrayList<>();
      IntStream.range(0, workloads).forEach(w -> all.add(writers.submit(() -> workload(w))));
      for (Future<?> each : all) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("population: not made", e.getCause());
    }
  }

  static String namespace(int workload) {
    return "bench-" + workload / WORKLOADS_IN_A_NAMESPACE;
  }

  private static String name(int workload) {
    return "app-" + workload;
  }

  private <T extends HasMetadata> T make(T object) {
    return api.resource(object).create();
  }

  private void workload(int workload) {
    Deployment deployment = make(deployment(workload));
    ReplicaSet revision = make(revision(workload, deployment));
    revisions.put(workload, revision);
    for (int i = 0; i < podsEach; i++) {
      pod(workload, String.valueOf(i));
    }
    HealPolicy policy = new HealPolicy();
    policy.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace(workload))
            .withName(name(workload))
            .build());
    policy.setSpec(
        new KubernetesSerialization().unmarshal(POLICY.formatted(name(workload)), JsonNode.class));
    make(policy);
  }

  private static PodTemplateSpec template(Map<String, String> labels) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage("app:1.0")
        .endContainer()
        .endSpec()
        .build();
  }

  private Deployment deployment(int workload) {
    Map<String, String> labels = Map.of("app", name(workload));
    return new DeploymentBuilder()
        .withNewMetadata()
        .withNamespace(namespace(workload))
        .withName(name(workload))
        .endMetadata()
        .withNewSpec()
        .withReplicas(podsEach)
        .withNewSelector()
        .withMatchLabels(labels)
        .endSelector()
        .withTemplate(template(labels))
        .endSpec()
        .build();
  }

  private ReplicaSet revision(int workload, Deployment deployment) {
    Map<String, String> labels = Map.of("app", name(workload), HASH, "one");
    return new ReplicaSetBuilder()
        .withNewMetadata()
        .withNamespace(namespace(workload))
        .withName(name(workload) + "-one")
        .withLabels(labels)
        .withAnnotations(Map.of("deployment.kubernetes.io/revision", "1"))
        .withOwnerReferences(owner(deployment, "Deployment"))
        .endMetadata()
        .withNewSpec()
        .withReplicas(podsEach)
        .withNewSelector()
        .withMatchLabels(labels)
        .endSelector()
        .withTemplate(template(labels))
        .endSpec()
        .build();
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

  /** One more pod of the workload, ready. */
  void pod(int workload, String suffix) {
    ReplicaSet revision = Objects.requireNonNull(revisions.get(workload));
    Pod pod =
        make(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace(workload))
                .withName(podName(workload, suffix))
                .withLabels(Map.of("app", name(workload), HASH, "one"))
                .withOwnerReferences(owner(revision, "ReplicaSet"))
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("app:1.0")
                .endContainer()
                .withNodeName("node-" + workload % 100)
                .endSpec()
                .build());
    report(pod, "True", running());
  }

  static String podName(int workload, String suffix) {
    return name(workload) + "-one-" + suffix;
  }

  private static ContainerStatus running() {
    return status()
        .withReady(true)
        .withStarted(true)
        .withNewState()
        .withNewRunning()
        .withStartedAt(now())
        .endRunning()
        .endState()
        .build();
  }

  /** Its container has ended too often, and waits. Returns when the API server has taken it. */
  Instant crash(int workload, String suffix) {
    Pod pod = api.pods().inNamespace(namespace(workload)).withName(podName(workload, suffix)).get();
    report(
        pod,
        "False",
        status()
            .withReady(false)
            .withStarted(false)
            .withRestartCount(5)
            .withNewState()
            .withNewWaiting()
            .withReason("CrashLoopBackOff")
            .withMessage("back-off 2m40s restarting failed container=main")
            .endWaiting()
            .endState()
            .withNewLastState()
            .withNewTerminated()
            .withExitCode(1)
            .withReason("Error")
            .withStartedAt(now())
            .withFinishedAt(now())
            .endTerminated()
            .endLastState()
            .build());
    return Instant.now();
  }

  private static ContainerStatusBuilder status() {
    return new ContainerStatusBuilder()
        .withName("main")
        .withImage("app:1.0")
        .withImageID("app:1.0")
        .withRestartCount(0);
  }

  private void report(Pod pod, String ready, ContainerStatus container) {
    api.resource(
            new PodBuilder(pod)
                .withStatus(
                    new PodStatusBuilder()
                        .withPhase("Running")
                        .withStartTime(now())
                        .withContainerStatuses(container)
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus(ready)
                        .withLastTransitionTime(now())
                        .endCondition()
                        .build())
                .build())
        .updateStatus();
  }

  /** Whether the operator has evicted it. */
  boolean ending(int workload, String suffix) {
    Pod pod = api.pods().inNamespace(namespace(workload)).withName(podName(workload, suffix)).get();
    return pod == null || pod.getMetadata().getDeletionTimestamp() != null;
  }

  /** Kubelet has ended it, and its controller makes another one. */
  void follow(int workload, String suffix, String next) {
    api.pods()
        .inNamespace(namespace(workload))
        .withName(podName(workload, suffix))
        .withGracePeriod(0)
        .delete();
    pod(workload, next);
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
