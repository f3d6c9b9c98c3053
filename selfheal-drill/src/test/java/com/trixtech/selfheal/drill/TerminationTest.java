package com.trixtech.selfheal.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A drill's process that is told to end, as by Ctrl-C, takes its fault back first. */
class TerminationTest {

  @Test
  @Timeout(60)
  void a_terminated_drill_takes_its_fault_back_and_still_writes_its_report(@TempDir Path state)
      throws Exception {
    Process drill =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                TerminatedDrill.class.getName(),
                state.toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out = drill.inputReader()) {
      String line = out.readLine();
      while (line != null && !line.equals("broken")) {
        line = out.readLine();
      }
      assertThat(line).isEqualTo("broken");
      drill.toHandle().destroy(); // Process.destroy would close the stream as well.
      List<String> rest = out.lines().toList();
      assertThat(rest).anyMatch(s -> s.endsWith("the fault is taken back | faults left: 0"));
      assertThat(drill.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(state.resolve("drills/hang-instance/latest/report.json"))
          .content()
          .contains("\"status\" : \"INTERRUPTED\"");
    } finally {
      drill.destroyForcibly();
    }
  }
}
