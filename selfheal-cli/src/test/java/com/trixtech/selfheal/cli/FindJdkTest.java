package com.trixtech.selfheal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/find-jdk} with JDKs that are nothing but a {@code release} file. */
class FindJdkTest {
  @TempDir Path directory;

  @Test
  void the_named_home_wins_over_those_that_lie_about() throws Exception {
    Path named = jdk("named one", "25.0.1");
    jdk("jvm/a", "26");
    assertThat(find(Map.of("SELFHEAL_JAVA_HOME", named.toString()))).isEqualTo("0 " + named + "\n");
  }

  @Test
  void a_named_home_that_is_too_old_does_not_stop_the_search() throws Exception {
    Path old = jdk("old", "17.0.15");
    jdk("jvm/a", "1.8.0_392");
    Path good = jdk("jvm/b", "25-ea");
    assertThat(find(Map.of("JAVA_HOME", old.toString()))).isEqualTo("0 " + good + "\n");
  }

  @Test
  void without_any_it_says_what_it_saw_and_what_to_do() throws Exception {
    Path old = jdk("jvm/old", "17.0.15");
    Files.createDirectories(directory.resolve("jvm/no-jdk"));
    assertThat(find(Map.of()))
        .startsWith("5 JDK: none of version 25 or newer was found")
        .contains("too old or unreadable: " + old + " (17)")
        .contains("set SELFHEAL_JAVA_HOME")
        .doesNotContain("no-jdk");
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = Files.createDirectories(directory.resolve(name));
    Path compiler = Files.createDirectories(home.resolve("bin")).resolve("javac");
    Files.writeString(compiler, "");
    assertThat(compiler.toFile().setExecutable(true)).isTrue();
    Files.writeString(home.resolve("release"), "OS=\"Linux\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  /** Exit code and output. {@code PATH} holds no java. */
  private String find(Map<String, String> environment) throws Exception {
    Path tools = Files.createDirectories(directory.resolve("tools"));
    Path bash = Path.of("/bin/bash");
    ProcessBuilder builder =
        new ProcessBuilder(bash.toString(), Path.of("..", "bin", "find-jdk").toString(), "25")
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("PATH", tools.toString());
    builder.environment().put("HOME", directory.resolve("home").toString());
    builder.environment().put("SELFHEAL_JVM_DIR", directory.resolve("jvm").toString());
    Process process = builder.start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    return process.waitFor() + " " + output;
  }
}
