package com.trixtech.selfheal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.server.ControlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real healer processes, with {@link FakeComposition} as their runtime. */
class UpAndDownTest {
  @TempDir Path directory;

  @AfterEach
  void nothing_is_left_running() {
    ControlFile.read(state()).flatMap(ControlFile::process).ifPresent(UpAndDownTest::kill);
  }

  @Test
  void up_starts_a_healer_of_its_own_and_down_ends_it() throws Exception {
    Run up = up("fine", "--detach");
    assertThat(up.err()).contains("starting the healer");
    assertThat(up.code()).isZero();
    assertThat(up.out()).startsWith("All is well; 3 of 3").contains("What next");
    ControlFile file = ControlFile.read(state()).orElseThrow();
    assertThat(file.alive()).isTrue();

    Run second = up("fine", "--detach");
    assertThat(second.code()).isEqualTo(ExitCode.ALREADY_RUNNING.code());
    assertThat(second.err()).contains("pid " + file.pid()).contains("./selfheal down");

    Run down = Run.waiting(state(), "down");
    assertThat(down.out()).isEqualTo("Everything is stopped.\n");
    assertThat(down.code()).isZero();
    assertThat(file.alive()).isFalse();
    assertThat(files()).containsExactly("healer.lock", "logs");
  }

  @Test
  void a_healer_that_was_killed_is_noticed_and_what_it_left_is_stopped() throws Exception {
    up("fine", "--detach");
    kill();
    Run status = Run.waiting(state(), "status");
    assertThat(status.code()).isEqualTo(ExitCode.NOTHING_RUNS.code());
    assertThat(status.err()).contains("has ended; what it ran may still run");
    assertThat(files()).contains("running");

    Run down = Run.waiting(state(), "down");
    assertThat(down.code()).isZero();
    assertThat(down.out()).startsWith("The healer had ended before");
    assertThat(files()).doesNotContain("running");
  }

  /** It said that a healer is there already, and let it go on to start everything. */
  @Test
  void a_healer_that_has_only_just_begun_is_waited_for_and_ended() throws Exception {
    CompletableFuture<Run> up =
        CompletableFuture.supplyAsync(
            () -> up("reading-takes-long", "--detach"), task -> Thread.ofPlatform().start(task));
    while (!Files.exists(state().resolve("healer.lock"))) {
      assertThat(up).isNotDone();
    }
    CompletableFuture<Run> down =
        CompletableFuture.supplyAsync(
            () -> Run.waiting(state(), "down", "--force"), task -> Thread.ofPlatform().start(task));
    Files.writeString(directory.resolve("manifests reading-takes-long/release"), "");
    assertThat(down.get(30, TimeUnit.SECONDS).code()).isZero();
    assertThat(up.get(30, TimeUnit.SECONDS).code()).isIn(0, ExitCode.ENVIRONMENT.code());
    assertThat(files()).containsExactly("healer.lock", "logs");
  }

  @Test
  void a_healer_that_does_not_answer_is_killed_by_force_only() throws Exception {
    up("fine", "--detach");
    ProcessHandle healer = ControlFile.read(state()).orElseThrow().process().orElseThrow();
    signal("STOP", healer);
    try {
      Run down = Run.waiting(state(), "down");
      assertThat(down.code()).isEqualTo(ExitCode.INCONCLUSIVE.code());
      assertThat(down.err()).contains("--force");
      assertThat(Run.waiting(state(), "down", "--force").code()).isZero();
      assertThat(healer.isAlive()).isFalse();
      assertThat(files()).containsExactly("healer.lock", "logs");
    } finally {
      healer.destroyForcibly();
    }
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor())
        .isZero();
  }

  @Test
  void after_a_kill_the_next_up_takes_over() throws Exception {
    up("fine", "--detach");
    kill();
    assertThat(up("fine", "--detach").code()).isZero();
    assertThat(Run.waiting(state(), "down", "--wipe").out())
        .isEqualTo("Everything is stopped and wiped.\n");
    assertThat(state()).doesNotExist();
  }

  @Test
  void a_system_that_is_not_ready_in_time_is_stopped_and_its_last_words_are_shown()
      throws Exception {
    Run up = up("never-ready", "--detach", "--timeout", "3s");
    assertThat(up.code()).isEqualTo(ExitCode.ENVIRONMENT.code());
    assertThat(up.err())
        .contains("error: up: trixtech-backend (1/2 ready) after 3 s")
        .contains("last lines of trixtech-backend-5d9c7b6f44-b:")
        .contains("  | relation is missing");
    assertThat(files()).containsExactly("healer.lock", "logs");
  }

  @Test
  void a_start_that_takes_too_long_is_given_up() throws Exception {
    Run up = up("start-takes-forever", "--timeout", "2s");
    assertThat(up.code()).isEqualTo(ExitCode.ENVIRONMENT.code());
    assertThat(files()).containsExactly("healer.lock", "logs");
  }

  @Test
  void wrong_input_and_a_hostile_machine_and_a_defect_are_told_apart() throws Exception {
    Run input = up("bad-input", "--detach");
    assertThat(input.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(input.err()).endsWith("error: replicas: -1 (expected: >= 0) in x.yaml:3\n  mend\n");

    Run machine = up("start-fails", "--detach");
    assertThat(machine.code()).isEqualTo(ExitCode.ENVIRONMENT.code());
    assertThat(machine.err()).contains("error: 127.77.0.3:8080: in use (expected: free)");

    Run defect = up("start-breaks", "--detach");
    assertThat(defect.code()).isEqualTo(ExitCode.BUG.code());
    assertThat(defect.err()).contains("a defect").contains("healer.log").doesNotContain("\tat ");
    assertThat(files()).containsExactly("healer.lock", "logs");
  }

  @Test
  void a_directory_that_is_not_there_is_named() {
    Run up = Run.waiting(state(), "up", "-f", directory.resolve("nope").toString());
    assertThat(up.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(up.err()).contains("nope (expected: a directory of manifests)");
  }

  @Test
  void an_attached_up_ends_well_when_somebody_else_says_down() throws Exception {
    CompletableFuture<Run> attached =
        CompletableFuture.supplyAsync(() -> up("fine"), task -> Thread.ofPlatform().start(task));
    Run down = Run.waiting(state(), "down");
    while (down.code() != 0) {
      assertThat(attached).isNotDone();
      down = Run.waiting(state(), "down");
    }
    Run up = attached.get(20, TimeUnit.SECONDS);
    assertThat(up.code()).isIn(ExitCode.OK.code(), ExitCode.ENVIRONMENT.code());
    assertThat(files()).containsExactly("healer.lock", "logs");
  }

  private Run up(String how, String... options) {
    try {
      Path manifests = Files.createDirectories(directory.resolve("manifests " + how));
      Files.writeString(manifests.resolve(how), "");
      return Run.waiting(
          state(),
          Stream.concat(Stream.of("up", "-f", manifests.toString()), Stream.of(options))
              .toArray(String[]::new));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void kill() {
    kill(ControlFile.read(state()).orElseThrow().process().orElseThrow());
  }

  private static void kill(ProcessHandle healer) {
    healer.destroyForcibly();
    healer.onExit().join();
  }

  /** With a space, which is where paths break. */
  private Path state() {
    return directory.resolve("the state");
  }

  private java.util.List<String> files() throws IOException {
    try (Stream<Path> list = Files.list(state())) {
      return list.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
