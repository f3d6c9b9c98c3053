package com.trixtech.selfheal.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Help.Ansi;

/** {@code bin/images} itself, where a build would be seen: Maven is one that only says so. */
class ScriptTest {
  private static final Path HELP = Path.of("help.txt");

  @TempDir private Path directory;

  private record Answer(int code, String out, String err) {}

  @BeforeEach
  void noMaven() throws Exception {
    Path maven = Files.writeString(directory.resolve("mvn"), "#!/bin/sh\necho BUILT\nexit 99\n");
    Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwx------"));
  }

  private Answer images(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(Path.of("../bin/images").toString()));
    command.addAll(List.of(arguments));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder script =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    script.environment().merge("PATH", directory + ":", (path, first) -> first + path);
    int code = script.start().waitFor();
    return new Answer(code, Files.readString(out), Files.readString(err));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void helpIsThereAtOnceAndIsTheBuildersOwn(String option) throws Exception {
    String help = Main.commandLine().getUsageMessage(Ansi.OFF);

    assertThat(Files.readString(HELP, StandardCharsets.UTF_8))
        .as("selfheal-images/help.txt is to be what follows")
        .isEqualTo(help);
    assertThat(images("--tar", "x", option)).isEqualTo(new Answer(0, help, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--insecure | destination: 0 (expected: one, --tar DIR or --registry REGISTRY)",
        "--tar a --registry=b | destination: 2 (expected: one, --tar DIR or --registry REGISTRY)",
        "--tarr a | --tarr: unknown (expected: an option that the help names)",
        "--tar a --base | --base: no value (expected: one after it)",
        "--tar a nowhere | nowhere: no Dockerfile in it (expected: a directory with one)"
      })
  void whatIsWrongWithTheArgumentsIsSaidBeforeABuild(String arguments, String message)
      throws Exception {
    assertThat(images(arguments.split(" ")))
        .isEqualTo(new Answer(2, "", "error: " + message + "\nhelp: bin/images --help\n"));
  }

  @Test
  void theScriptKnowsEveryOptionOfTheBuilder() throws Exception {
    String script = Files.readString(Path.of("../bin/images"));
    assertThat(Main.commandLine().getCommandSpec().options())
        .hasSizeGreaterThan(4)
        .flatExtracting(option -> Stream.of(option.names()).toList())
        .allSatisfy(name -> assertThat(script).containsPattern("[ '|]" + name + "[ ')]"));
    assertThat(Main.commandLine().getCommandSpec().options())
        .filteredOn(option -> option.arity().max() > 0)
        .flatExtracting(option -> Stream.of(option.names()).toList())
        .allSatisfy(name -> assertThat(script).contains(name + "=* "));
  }
}
