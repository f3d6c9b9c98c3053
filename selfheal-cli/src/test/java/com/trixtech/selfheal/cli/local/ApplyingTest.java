package com.trixtech.selfheal.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.trixtech.selfheal.local.LocalRuntime;
import com.trixtech.selfheal.local.LocalSettings;
import com.trixtech.selfheal.local.LocalStatus;
import com.trixtech.selfheal.local.node.Image;
import com.trixtech.selfheal.local.node.ImageMap;
import com.trixtech.selfheal.local.node.NodeSettings;
import com.trixtech.selfheal.server.ControlException;
import com.trixtech.selfheal.server.api.ApplyReport;
import com.trixtech.selfheal.server.api.ApplyReport.Change;
import com.trixtech.selfheal.server.api.Problem;
import com.trixtech.selfheal.server.api.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests that are applied to what runs: all of them or nothing. */
final class ApplyingTest {
  private static final ImageMap IMAGES =
      ImageMap.of(
          Map.of("shell:1", new Image(List.of("/bin/sh"), "TERM", Map.of(), List.of(), List.of())));

  @TempDir Path state;
  @TempDir Path source;
  private AppliedManifests applied;
  private LocalRuntime runtime;

  @BeforeEach
  void begin() throws IOException {
    applied = new AppliedManifests(state.resolve("manifests"));
    runtime =
        LocalRuntime.open(
            new LocalSettings(
                state,
                new Nowhere(() -> {}),
                new Nowhere(() -> {}),
                NodeSettings.DEFAULT,
                InstantSource.system(),
                sentence -> {}));
    runtime.start();
    write("a", "one");
    write("b", "one");
    Wanted first = new Wanted(source, LocalComposition.read(source), IMAGES);
    runtime.apply(first.manifests(), IMAGES);
    applied.keep(source);
  }

  @AfterEach
  void end() {
    runtime.down(false, Duration.ZERO);
  }

  /** As on a full disk: the first workload was changed, the second not, and the message was 2's. */
  @Test
  void what_cannot_be_written_changes_nothing_and_can_be_applied_again_later() throws IOException {
    List<String> before = templates();
    Path record = record("b");
    Path inTheWay = Files.createDirectory(record.resolveSibling(record.getFileName() + ".tmp"));
    write("a", "two");
    write("b", "two");

    assertThatThrownBy(this::apply)
        .asInstanceOf(type(ControlException.class))
        .extracting(ControlException::problem)
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo(Problem.Code.ENVIRONMENT);
          assertThat(problem.message())
              .contains("cannot write " + record)
              .contains("(expected: a writable directory with free space;");
        });
    assertThat(templates()).isEqualTo(before);
    assertThat(Files.readString(state.resolve("manifests/a.yaml"))).contains("one");
    assertThat(Files.list(record.getParent()))
        .noneMatch(f -> Files.isRegularFile(f) && f.toString().endsWith(".tmp"));

    Files.delete(inTheWay);
    assertThat(apply().changes())
        .extracting(Change::target)
        .containsExactlyInAnyOrder("Deployment/a", "Deployment/b");
    assertThat(templates()).doesNotContainAnyElementsOf(before);
    assertThat(Files.readString(state.resolve("manifests/a.yaml"))).contains("two");
  }

  @Test
  void wrong_manifests_are_bad_input_and_the_machine_is_not_blamed() throws IOException {
    Files.writeString(source.resolve("a.yaml"), "kind: Nothing");
    assertThatThrownBy(this::apply)
        .asInstanceOf(type(ControlException.class))
        .extracting(refused -> refused.problem().code())
        .isEqualTo(Problem.Code.BAD_INPUT);
  }

  private ApplyReport apply() {
    return new Applying(state, applied, runtime)
        .run(new Requests.Apply(source.toString(), null), IMAGES)
        .report();
  }

  private List<String> templates() {
    return runtime.status().workloads().stream().map(LocalStatus.Workload::template).toList();
  }

  /** The file of a workload's record. */
  private Path record(String name) throws IOException {
    try (var files = Files.list(state.resolve("workloads"))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("." + name + ".json"))
          .findFirst()
          .orElseThrow();
    }
  }

  private void write(String name, String argument) throws IOException {
    Files.writeString(
        source.resolve(name + ".yaml"),
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s}
        spec:
          replicas: 0
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec: {containers: [{name: main, image: "shell:1", args: [%2$s]}]}
        """
            .formatted(name, argument));
  }
}
