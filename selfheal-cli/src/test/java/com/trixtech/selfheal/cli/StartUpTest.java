package com.trixtech.selfheal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.cli.exit.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command loads before it does anything: somebody waits for it. */
class StartUpTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"status", "pause --reason x", "approve i-0001"})
  void a_command_of_this_machine_loads_nothing_of_kubernetes(String line) throws Exception {
    Path loaded = directory.resolve("loaded");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:file=" + loaded,
                "-cp",
                System.getProperty("java.class.path"),
                Cli.class.getName()));
    command.addAll(List.of(line.split(" ")));
    command.addAll(List.of("--state", directory.toString()));

    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("said").toFile())
            .start();

    assertThat(process.waitFor()).isEqualTo(ExitCode.NOTHING_RUNS.code());
    try (Stream<String> classes = Files.lines(loaded)) {
      assertThat(classes.filter(c -> c.contains(" io.fabric8.")).toList()).isEmpty();
    }
    try (Stream<String> classes = Files.lines(loaded)) {
      assertThat(classes).anyMatch(c -> c.contains(" " + Cli.class.getName()));
    }
  }
}
