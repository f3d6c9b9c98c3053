package com.trixtech.selfheal.cli.cluster.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.kubernetes.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script of a fault's pod, by a real shell on real processes that only their groups are made up
 * of.
 */
class FaultScriptTest {
  private static final String CONTAINER = "0a1b2c3d4e5f";

  @TempDir private Path proc;
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void endAll() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  private Process sleeping(String group) throws IOException {
    Process process = new ProcessBuilder("sleep", "60").start();
    processes.add(process);
    Path own = Files.createDirectories(proc.resolve(Long.toString(process.pid())));
    Files.writeString(own.resolve("cgroup"), "0::/../../kubepods/pod1/" + group + "\n");
    return process;
  }

  private Process script(String fault, int seconds) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", FaultPod.SCRIPT).redirectErrorStream(true);
    builder.environment().put("CONTAINER", CONTAINER);
    builder.environment().put("FAULT", fault);
    builder.environment().put("FOR", Integer.toString(seconds));
    builder.environment().put("PROC", proc.toString());
    builder.redirectOutput(proc.resolve("log").toFile());
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private boolean sent() {
    try {
      return Files.readString(proc.resolve("log")).lines().anyMatch(FaultPod.SENT::equals);
    } catch (IOException e) {
      return false;
    }
  }

  /** As the kernel calls it: T is stopped. */
  private static boolean stopped(Process process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"))
          .contains(") T ");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void a_kill_ends_every_process_of_the_container_and_no_other() throws Exception {
    Process first = sleeping(CONTAINER);
    Process second = sleeping("cri-containerd-" + CONTAINER + ".scope");
    Process other = sleeping("ffff");

    Process script = script("KILL", 5);

    assertThat(script.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(script.exitValue()).isZero();
    assertThat(sent()).isTrue();
    assertThat(first.waitFor()).isEqualTo(128 + 9);
    assertThat(second.waitFor()).isEqualTo(128 + 9);
    assertThat(other.isAlive()).isTrue();
  }

  @Test
  void a_hang_ends_by_itself() throws Exception {
    Process first = sleeping(CONTAINER);
    Process script = script("HANG", 1);
    assertThat(script.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(script.exitValue()).isZero();
    assertThat(sent()).isTrue();
    Waiting.until("it goes on", () -> !stopped(first));
    assertThat(first.isAlive()).isTrue();
  }

  @Test
  void a_hang_is_taken_back_when_its_pod_is_ended() throws Exception {
    Process first = sleeping(CONTAINER);
    Process script = script("HANG", 50);
    Waiting.until("the signal is sent", this::sent);
    Waiting.until("it is stopped", () -> stopped(first));

    script.destroy();

    assertThat(script.waitFor(20, TimeUnit.SECONDS)).isTrue();
    Waiting.until("it goes on", () -> !stopped(first));
    assertThat(first.isAlive()).isTrue();
  }

  @Test
  void a_container_that_has_no_process_is_said() throws Exception {
    sleeping("ffff");
    Process script = script("KILL", 5);
    assertThat(script.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(script.exitValue()).isEqualTo(1);
    assertThat(proc.resolve("log"))
        .content()
        .startsWith("container: no process of " + CONTAINER + " on this node (expected:");
  }
}
