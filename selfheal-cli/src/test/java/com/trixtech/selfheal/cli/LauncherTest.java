package com.trixtech.selfheal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When {@code ./selfheal} builds, in a checkout with a Maven that only copies and notes it. */
class LauncherTest {
  private static final String FIND_JDK = "#!/bin/bash\necho \"$HOME/jdk\"\n";
  private static final String JAVA = "#!/bin/bash\nexit 0\n";

  /** Like the real one it adds to target/classes and never takes away. */
  private static final String MAVEN =
      """
      #!/bin/bash
      set -e
      echo built >> "$HOME/builds"
      for module in selfheal-cli booking/backend; do
        mkdir -p $module/target/classes $module/target/lib
        cp -r $module/src/main/resources/. $module/target/classes
        (cd $module/target/classes && ls) > $module/target/it.jar
        cp $module/target/it.jar $module/target/lib
      done
      """;

  @TempDir Path home;
  private Path checkout;

  @BeforeEach
  void firstUse() throws IOException {
    checkout = home.resolve("checkout");
    program(home.resolve("jdk/bin/java"), JAVA);
    write(home.resolve("jdk/release"), "JAVA_VERSION=\"25\"");
    program(home.resolve("bin/mvn"), MAVEN);
    program(checkout.resolve("bin/find-jdk"), FIND_JDK);
    program(checkout.resolve("selfheal"), Files.readString(Path.of("..", "selfheal")));
    write(checkout.resolve("pom.xml"), "");
    for (String module : List.of("selfheal-cli", "booking/backend")) {
      write(checkout.resolve(module).resolve("pom.xml"), "");
      write(checkout.resolve(module).resolve("src/main/resources/sub/old.sql"), "");
      write(checkout.resolve(module).resolve("src/main/resources/kept.sql"), "");
    }
    run();
    assertThat(builds()).as("on first use").isEqualTo(1);
    run();
    assertThat(builds()).as("and no more").isEqualTo(1);
  }

  @Test
  void a_deleted_target_of_a_part_of_the_booking_system_is_built_anew() throws Exception {
    Path target = checkout.resolve("booking/backend/target");
    try (var files = Files.walk(target)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
    run();
    assertThat(builds()).isEqualTo(2);
    assertThat(target.resolve("it.jar")).exists();
  }

  /** A migration that was renamed would be run under both names. */
  @Test
  void a_renamed_resource_does_not_stay_in_the_build_under_its_old_name() throws Exception {
    for (String module : List.of("selfheal-cli", "booking/backend")) {
      Path resources = checkout.resolve(module).resolve("src/main/resources");
      Files.move(resources.resolve("sub/old.sql"), resources.resolve("sub/new.sql"));
      write(checkout.resolve(module).resolve("target/classes/A.class"), "");
    }
    run();
    assertThat(builds()).isEqualTo(2);
    for (String module : List.of("selfheal-cli", "booking/backend")) {
      Path classes = checkout.resolve(module).resolve("target/classes");
      assertThat(classes.resolve("sub")).isDirectoryContaining("glob:**/new.sql");
      assertThat(classes.resolve("sub/old.sql")).doesNotExist();
      assertThat(classes.resolve("kept.sql")).exists();
      assertThat(classes.resolve("A.class")).exists();
    }
  }

  private int builds() throws IOException {
    return Files.readAllLines(home.resolve("builds")).size();
  }

  private void run() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(checkout.resolve("selfheal").toString(), "version")
            .redirectErrorStream(true);
    builder.environment().clear();
    builder
        .environment()
        .putAll(Map.of("HOME", home.toString(), "PATH", home.resolve("bin") + ":/usr/bin:/bin"));
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor()).as(said).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void program(Path file, String text) throws IOException {
    write(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
