package com.trixtech.selfheal.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.local.node.Image;
import com.trixtech.selfheal.local.node.ImageMap;
import com.trixtech.selfheal.local.node.LogRotation;
import com.trixtech.selfheal.local.node.NodeSettings;
import com.trixtech.selfheal.local.node.ProcessTable;
import com.trixtech.selfheal.local.node.RestartDelay;
import com.trixtech.selfheal.manifest.ManifestReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A runtime with real processes (small shell scripts) in a directory of its own; closing ends them
 * all.
 */
final class World implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  final Path state;
  final FakePlane plane = new FakePlane();
  final List<String> sentences = new CopyOnWriteArrayList<>();
  LocalRuntime runtime;

  World(Path directory) {
    state = directory.resolve("state");
    runtime = open();
    runtime.start();
  }

  LocalRuntime open() {
    var node =
        new NodeSettings(
            new RestartDelay(Duration.ofMillis(500), Duration.ofSeconds(4), Duration.ofMinutes(10)),
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            new LogRotation(4096, 2));
    return LocalRuntime.open(
        new LocalSettings(
            state, plane, new FakeAddresses(), node, InstantSource.system(), sentences::add));
  }

  static ImageMap images() {
    Image shell = new Image(List.of("/bin/sh", "-c"), "TERM", Map.of(), List.of(), List.of());
    return ImageMap.of(
        Map.of(
            "shell:1", shell,
            "shell:2", shell,
            "missing:1",
                new Image(List.of("/no/such/program"), "TERM", Map.of(), List.of(), List.of())));
  }

  void apply(String... documents) {
    apply(images(), documents);
  }

  Set<WorkloadRef> apply(ImageMap images, String... documents) {
    return runtime.apply(
        ManifestReader.parse("test.yaml", String.join("\n---\n", documents)), images);
  }

  /** The healer dies: nothing is ended. Then the next one comes. */
  void reopen() {
    runtime.close();
    runtime = open();
    runtime.start();
  }

  void ready() {
    runtime.awaitReady(PATIENCE);
  }

  LocalStatus.Workload workload() {
    return runtime.status().workloads().getFirst();
  }

  List<LocalStatus.Instance> instances() {
    return workload().instances();
  }

  LocalStatus.Instance first() {
    return instances().getFirst();
  }

  static boolean runs(long pid) {
    return new ProcessTable().entry(pid).filter(ProcessTable.Entry::alive).isPresent();
  }

  static void await(String what, BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("still waiting until %s", what).isBefore(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }

  @Override
  public void close() {
    runtime.down(true, PATIENCE);
    assertThat(plane.stopped).isTrue();
    assertThat(state).doesNotExist();
    String root = state.toString();
    ProcessTable table = new ProcessTable();
    assertThat(table.all())
        .as("processes that are left over")
        .noneMatch(e -> table.variable(e.pid(), "SELFHEAL_STATE").filter(root::equals).isPresent());
  }

  /** A Deployment whose container runs a shell script. */
  static String deployment(String name, int replicas, String script, String container) {
    return deployment(name, replicas, "shell:1", script, container, "");
  }

  static String deployment(
      String name, int replicas, String image, String script, String container, String spec) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s}
    spec:
      replicas: %2$d
      selector: {matchLabels: {app: %1$s}}
    %6$s
      template:
        metadata: {labels: {app: %1$s}}
        spec:
          terminationGracePeriodSeconds: 1
          containers:
          - name: main
            image: %3$s
            args:
            - |
    %4$s
    %5$s
    """
        .formatted(
            name,
            replicas,
            image,
            script.strip().indent(10).stripTrailing(),
            container.strip().indent(8).stripTrailing(),
            spec.strip().indent(2).stripTrailing());
  }

  /** Ready while the file {@code ready} is in its working directory. */
  static final String READY_BY_FILE =
      """
      readinessProbe: {exec: {command: [test, -f, ready]}, periodSeconds: 1, failureThreshold: 1}
      """;

  static final String ALIVE_BY_FILE =
      """
      livenessProbe: {exec: {command: [test, '!', -f, sick]}, periodSeconds: 1, failureThreshold: 1, terminationGracePeriodSeconds: 1}
      """;

  static final String SLEEP = "touch ready; exec sleep 1000";

  Path pod(String uid) {
    return state.resolve("pods").resolve(uid);
  }
}
