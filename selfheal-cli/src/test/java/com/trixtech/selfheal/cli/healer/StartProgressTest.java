package com.trixtech.selfheal.cli.healer;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.cli.healer.StartProgress.Stage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartProgressTest {

  @Test
  void what_instances_do_after_the_start_does_not_hide_that_it_is_over(@TempDir Path directory) {
    Path file = directory.resolve("start.jsonl");
    StartProgress progress = new StartProgress(file);
    progress.phase("starting the data path");
    assertThat(StartProgress.last(file).stage()).isEqualTo(Stage.STARTING);

    progress.started();
    progress.phase("backend-1: ready (3/3)");

    assertThat(StartProgress.last(file).stage()).isEqualTo(Stage.STARTED);
  }
}
