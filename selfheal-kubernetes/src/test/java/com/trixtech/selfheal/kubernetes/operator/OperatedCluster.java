package com.trixtech.selfheal.kubernetes.operator;

import com.trixtech.selfheal.core.LoopSettings;
import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import com.trixtech.selfheal.kubernetes.api.HealPolicyStatus;
import com.trixtech.selfheal.kubernetes.api.Remediation;
import com.trixtech.selfheal.kubernetes.api.RemediationPhase;
import com.trixtech.selfheal.kubernetes.api.RemediationSpec;
import com.trixtech.selfheal.kubernetes.testing.ApiServer;
import com.trixtech.selfheal.kubernetes.testing.PlayedCluster;
import com.trixtech.selfheal.kubernetes.testing.Requests;
import com.trixtech.selfheal.kubernetes.testing.Specs;
import com.trixtech.selfheal.kubernetes.testing.Waiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A played cluster with real operators on it, in a namespace of its own. Not thread-safe. */
public final class OperatedCluster implements AutoCloseable {
  public static final String NAME = "backend";

  /** Quick enough to test, and long enough that a slow machine renews in time. */
  private static final LeaseRhythm QUICK =
      new LeaseRhythm(Duration.ofSeconds(6), Duration.ofSeconds(4), Duration.ofMillis(500));

  /** The ladder of one replacement. */
  public static final String REPLACE =
      "remediations: [{order: 1, action: Replace}, {order: 2, action: Escalate}]\n";

  /** The ladder of one roll-back, to what was ready together for a second. */
  static final String ROLL_BACK =
      "remediations: [{order: 1, action: RollBack, rollback: {requireReadyFor: 1s}},"
          + " {order: 2, action: Escalate}]\n";

  private static final String BUDGET =
      "budget: {cooldown: 1s, backoff: {initial: 1s, factor: 1, max: 1s, jitter: 0}%s}\n";

  private static final LoopSettings SETTINGS = new LoopSettings(Duration.ofSeconds(1), 1, 50);

  public final ApiServer server = ApiServer.get();
  public final PlayedCluster cluster =
      new PlayedCluster(server.admin(), server.namespace("operated"));
  public final String namespace = cluster.namespace();
  private final List<AutoCloseable> running = new ArrayList<>();

  /** One operator's process, and the line that it has to the API server. */
  public record Process(Operator operator, Requests line, Requests watching) {
    List<String> evictions() {
      return line.accepted().stream().filter(r -> r.endsWith("/eviction")).toList();
    }
  }

  public Process operator(Mode mode) {
    return operator(mode, null, SETTINGS);
  }

  /** {@code user}: whose rights it has; null = all. */
  public Process operator(Mode mode, @Nullable String user) {
    return operator(mode, user, SETTINGS);
  }

  Process operator(Mode mode, LoopSettings settings) {
    return operator(mode, null, settings);
  }

  private Process operator(Mode mode, @Nullable String user, LoopSettings settings) {
    return operator(
        new OperatorSettings(mode, namespace, Set.of(namespace), "operator", "127.0.0.1", 0, null),
        user,
        settings);
  }

  Process operator(OperatorSettings where, @Nullable String user, LoopSettings settings) {
    Requests line = new Requests();
    Requests watching = new Requests();
    KubernetesClient acting = server.acting(line, user);
    KubernetesClient watcher = server.watching(watching, user);
    Operator operator = new Operator(where, settings, watcher, acting, QUICK);
    running.add(watcher);
    running.add(acting);
    running.add(operator);
    return new Process(operator, line, watching);
  }

  /** An operator that leads. */
  public Process leading(Mode mode) {
    Process process = operator(mode);
    Waiting.until("it leads", process.operator()::leads);
    return process;
  }

  /** A policy on the backend that acts at once, but for what {@code more} says otherwise. */
  public HealPolicy policy(String name, String more) {
    return policy(name, more, "");
  }

  /** {@code budget}: more fields of the budget, each after a comma. */
  HealPolicy policy(String name, String more, String budget) {
    String timeout =
        more.contains("verify:") ? "" : "verify: {stabilizationWindow: 1s, timeout: 60s}\n";
    String spec =
        """
        targetRef: {kind: Deployment, name: %s}
        mode: Enforce
        unhealthyConditions: [{type: Ready, status: "False", duration: 1s}]
        detection: {failureThreshold: 1, successThreshold: 1}
        """
            .formatted(NAME);
    return server
        .admin()
        .resource(Specs.policy(namespace, name, spec + BUDGET.formatted(budget) + timeout + more))
        .create();
  }

  public List<Pod> ready(ReplicaSet revision, int count) {
    return Stream.generate(() -> cluster.readyPod(revision, "node-1")).limit(count).toList();
  }

  public Optional<HealPolicyStatus> status(String policy) {
    return Optional.ofNullable(
            server
                .admin()
                .resources(HealPolicy.class)
                .inNamespace(namespace)
                .withName(policy)
                .get())
        .map(HealPolicy::getStatus);
  }

  /** The Remediations of incidents, oldest first. */
  public List<Remediation> remediations() {
    return server
        .admin()
        .resources(Remediation.class)
        .inNamespace(namespace)
        .list()
        .getItems()
        .stream()
        .filter(r -> r.getSpec() != null && r.getSpec().incident() != null)
        .toList();
  }

  /** Whether an entry of that kind stands in the journal. */
  public boolean journalSays(String kind) {
    return journalCounts(kind) > 0;
  }

  /** How many entries of that kind stand in the journal. */
  long journalCounts(String kind) {
    return entries().filter(e -> e.contains("\"" + kind + "\"")).count();
  }

  /** The whole journal, for what must stand in it. */
  String journal() {
    return entries().collect(Collectors.joining("\n"));
  }

  private Stream<String> entries() {
    return server
        .admin()
        .resources(Remediation.class)
        .inNamespace(namespace)
        .list()
        .getItems()
        .stream()
        .flatMap(r -> r.getSpec().entries().stream())
        .map(RemediationSpec.Entry::entry);
  }

  public void untilPhase(RemediationPhase phase) {
    Waiting.until(
        "a remediation is " + phase + ", and not " + phases(), () -> phases().contains(phase));
  }

  List<RemediationPhase> phases() {
    return remediations().stream()
        .flatMap(r -> Stream.ofNullable(r.getStatus()))
        .flatMap(s -> Stream.ofNullable(s.phase()))
        .toList();
  }

  public boolean ending(Pod pod) {
    Pod now =
        server.admin().pods().inNamespace(namespace).withName(pod.getMetadata().getName()).get();
    return now != null && now.getMetadata().getDeletionTimestamp() != null;
  }

  public Set<String> eventReasons() {
    return server.admin().v1().events().inNamespace(namespace).list().getItems().stream()
        .map(e -> Objects.toString(e.getReason(), ""))
        .collect(Collectors.toSet());
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable part : running.reversed()) {
      part.close();
    }
    running.clear();
  }
}
