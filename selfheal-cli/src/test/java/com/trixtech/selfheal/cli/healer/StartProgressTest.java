package com.trixtech.selfheal.cli.healer;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code up} reads of a start. */
class StartProgressTest {
  @TempDir Path directory;

  @Test
  void an_instance_that_becomes_ready_after_the_start_does_not_make_up_wait_for_ever() {
    Path file = directory.resolve("start.jsonl");
    StartProgress progress = new StartProgress(file);
    progress.phase("reading deploy");
    progress.started();
    progress.phase("backend-1: ready (3/3)");
    assertThat(StartProgress.last(file).stage()).isEqualTo(StartProgress.Stage.STARTED);
  }

  @Test
  void the_reason_of_a_failed_start_is_its_last_word() {
    Path file = directory.resolve("start.jsonl");
    StartProgress progress = new StartProgress(file);
    progress.failed(new CommandFailure(ExitCode.ENVIRONMENT, "address: in use", null));
    progress.phase("stopping instances");
    assertThat(StartProgress.last(file).text()).isEqualTo("address: in use");
  }

  @Test
  void a_file_that_up_has_removed_is_not_made_anew() throws Exception {
    Path file = directory.resolve("start.jsonl");
    StartProgress progress = new StartProgress(file);
    progress.started();
    Files.delete(file);
    progress.phase("backend-1: ready (3/3)");
    assertThat(file).doesNotExist();
  }
}
