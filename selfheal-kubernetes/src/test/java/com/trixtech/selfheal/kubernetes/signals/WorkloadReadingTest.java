package com.trixtech.selfheal.kubernetes.signals;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.model.Revision;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import com.trixtech.selfheal.core.signals.Snapshot.WorkloadFacts;
import com.trixtech.selfheal.kubernetes.objects.Hold;
import com.trixtech.selfheal.kubernetes.objects.Marks;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects of Kubernetes as the loop's facts, without a server. */
class WorkloadReadingTest {
  private static final WorkloadRef REF =
      new WorkloadRef("booking", WorkloadRef.Kind.DEPLOYMENT, "backend");

  private final ClusterOfObjects cluster = new ClusterOfObjects();
  private final KubernetesClient nobody = new KubernetesClientBuilder().build();
  private final KubernetesSignals signals =
      new KubernetesSignals(
          cluster, () -> List.of(REF), List::of, List::of, nobody, InstantSource.system());

  @AfterEach
  void end() {
    nobody.close();
  }

  private WorkloadFacts facts() {
    return signals.read().workloads().getFirst();
  }

  private static String template(String image, String more) {
    return """
    {metadata: {labels: {app: backend%s}}, spec: {containers: [{name: main, image: "%s",\
     envFrom: [{configMapRef: {name: settings}}]}]}}\
    """
        .formatted(more, image);
  }

  private void deployment(String image) {
    cluster.remove(Deployment.class);
    cluster.add(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: backend, namespace: booking, uid: d-1, creationTimestamp: "2026-02-03T00:00:00Z"}
        spec: {replicas: 3, selector: {matchLabels: {app: backend}}, template: %s}
        """
            .formatted(template(image, "")));
  }

  private void replicaSet(String hash, int revision, String image) {
    cluster.add(
        """
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata:
          name: backend-%1$s
          uid: rs-%1$s
          creationTimestamp: "2026-02-03T0%2$d:00:00Z"
          labels: {app: backend, pod-template-hash: %1$s}
          annotations: {"deployment.kubernetes.io/revision": "%2$d"}
          ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: backend, uid: d-1, controller: true}]
        spec: {template: %3$s}
        """
            .formatted(hash, revision, template(image, ", pod-template-hash: " + hash)));
  }

  private void pod(String name, String hash) {
    cluster.add(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: %1$s
          uid: uid-%1$s
          resourceVersion: "1"
          labels: {app: backend, pod-template-hash: %2$s}
          ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: backend-%2$s, uid: rs-%2$s, controller: true}]
        spec: {nodeName: node-1, containers: [{name: main}]}
        status: {phase: Running}
        """
            .formatted(name, hash));
  }

  private void budget(String name, int allowed, int seen) {
    cluster.add(
        """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: %s, generation: 2}
        spec: {minAvailable: 2, selector: {matchLabels: {app: backend}}}
        status: {disruptionsAllowed: %d, observedGeneration: %d}
        """
            .formatted(name, allowed, seen));
  }

  @Test
  void theCurrentRevisionIsTheOneOfTheTemplateAndNotTheOneOfTheHighestNumber() {
    deployment("backend:1.0");
    replicaSet("one", 1, "backend:1.0");
    replicaSet("two", 2, "backend:2.0");

    assertThat(facts().current()).isEqualTo("one");
    assertThat(facts().revisions()).extracting(Revision::template).containsExactly("one", "two");
    assertThat(facts().changedAt()).isEqualTo(Instant.parse("2026-02-03T01:00:00Z"));
  }

  @Test
  void aTemplateThatTheControllerHasNotSeenYetIsARevisionOfItsOwn() {
    deployment("backend:3.0");
    replicaSet("one", 1, "backend:1.0");

    assertThat(facts().current()).startsWith("awaited-");
    assertThat(facts().revisions())
        .filteredOn(r -> r.template().equals(facts().current()))
        .singleElement()
        .satisfies(r -> {
          assertThat(r.number()).isEqualTo(2);
          assertThat(r.images()).containsExactly("backend:3.0");
        });
  }

  @Test
  void case2PodsOfNobodyAreNoInstancesWhateverTheirLabelsSay() {
    deployment("backend:1.0");
    replicaSet("one", 1, "backend:1.0");
    pod("mine", "one");
    pod("strange", "other");

    assertThat(facts().instances()).extracting(i -> i.instance().name()).containsExactly("mine");
    assertThat(facts().rolling()).isFalse();
  }

  @Test
  void case11AChangeOfAConfigMapChangesEveryRevisionThatNamesIt() {
    deployment("backend:2.0");
    replicaSet("one", 1, "backend:1.0");
    replicaSet("two", 2, "backend:2.0");
    cluster.add(
        "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {a: one}}");
    Revision before = facts().revisions().getFirst();

    cluster.remove(ConfigMap.class);
    cluster.add(
        "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {a: two}}");

    Revision now = facts().revisions().getFirst();
    assertThat(now.template()).isEqualTo(before.template());
    assertThat(now.configuration()).isNotEqualTo(before.configuration());
  }

  @ParameterizedTest
  @CsvSource({"1, 2, 1", "0, 2, 0", "1, 1, 0"})
  void aBudgetsWordCountsOnceItsControllerHasSeenTheBudgetAsItIs(
      int allowed, int seen, int expected) {
    deployment("backend:1.0");
    budget("one", allowed, seen);

    assertThat(facts().disruptionsAllowed()).isEqualTo(expected);
  }

  @Test
  void withoutABudgetThereIsNoneAndWithTwoNothingIsAllowed() {
    deployment("backend:1.0");
    assertThat(facts().disruptionsAllowed()).isEqualTo(-1);

    budget("one", 1, 2);
    budget("two", 1, 2);
    assertThat(facts().disruptionsAllowed()).isZero();
  }

  @Test
  void theOwnerAndTheHoldAreReadFromTheMarks() {
    deployment("backend:1.0");
    Hold hold = new Hold(Instant.parse("2030-01-01T00:00:00Z"), "i-0001/5");
    Deployment deployment = (Deployment) cluster.objects.getFirst();
    deployment.getMetadata().getAnnotations().put(Marks.HOLD, hold.text());
    deployment.getMetadata().setLabels(Map.of("argocd.argoproj.io/instance", "booking"));

    assertThat(facts().restartsHeldUntil()).isEqualTo(hold.until());
    assertThat(facts().operator()).isEqualTo("Argo CD");
  }

  @Test
  void aPodOfALostNodeIsAsOldAsTheNodesLastWord() {
    deployment("backend:1.0");
    replicaSet("one", 1, "backend:1.0");
    pod("mine", "one");
    cluster.add(
        """
        apiVersion: v1
        kind: Node
        metadata: {name: node-1}
        status: {conditions: [{type: Ready, status: Unknown, lastHeartbeatTime: "2026-02-03T04:00:00Z"}]}
        """);

    assertThat(facts().instances())
        .singleElement()
        .satisfies(i -> {
          assertThat(i.at()).isEqualTo(Instant.parse("2026-02-03T04:00:00Z"));
          assertThat(i.detail()).isEqualTo("node node-1 is lost since 2026-02-03T04:00:00Z");
        });
  }

  @Test
  void whenTheWatchesAreNoLongerProvenTheFactsKeepTheirOldTime() {
    deployment("backend:1.0");
    replicaSet("one", 1, "backend:1.0");
    pod("mine", "one");
    Instant seen = cluster.seenAt;

    assertThat(facts().at()).isEqualTo(seen);
    assertThat(facts().instances()).allMatch(i -> i.at().equals(seen));
    cluster.seenAt = seen.plusSeconds(1);
    assertThat(facts().instances()).allMatch(i -> i.at().equals(seen.plusSeconds(1)));
  }

  @Test
  void whatHasNotChangedIsAsNewAsTheLastProofOfLifeAlsoWhereTheClockWasSetBack() {
    deployment("backend:1.0");
    replicaSet("one", 1, "backend:1.0");
    pod("a", "one");
    for (int seconds : List.of(0, 1, -60, 1)) {
      cluster.seenAt = cluster.seenAt.plusSeconds(seconds);

      assertThat(facts().at()).isEqualTo(cluster.seenAt);
      assertThat(facts().instances()).extracting(InstanceFact::at).containsExactly(cluster.seenAt);
    }
  }

  @Test
  void aChangeIsReadAtOnceAndOneThatNobodyHasToldOfTenSecondsLater() {
    deployment("backend:1.0");
    replicaSet("one", 1, "backend:1.0");
    pod("a", "one");
    assertThat(facts().instances()).hasSize(1);

    pod("b", "one");
    assertThat(facts().instances()).hasSize(2);

    cluster.objects.removeIf(Pod.class::isInstance);
    cluster.seenAt = cluster.seenAt.plusSeconds(9);
    assertThat(facts().instances()).hasSize(2);

    cluster.seenAt = cluster.seenAt.plusSeconds(1);
    assertThat(facts().instances()).isEmpty();
  }

  @Test
  void whatIsKeptOfAConfigMapIsAHash() {
    cluster.add("---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: s}, data: {a: secretly}}");

    ConfigMap kept = (ConfigMap) cluster.objects.getFirst();
    assertThat(kept.getData()).containsOnlyKeys("hash").doesNotContainValue("secretly");
    assertThat(Objects.requireNonNull(kept.getData().get("hash"))).hasSize(64);
  }
}
