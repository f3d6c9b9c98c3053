package com.trixtech.selfheal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.cli.exit.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class UsageTest {
  @TempDir Path state;

  @Test
  void the_help_lists_every_exit_code_and_fits_eighty_columns() {
    Run run = Run.on(state, "--help");
    assertThat(run.code()).isZero();
    for (ExitCode exit : ExitCode.values()) {
      assertThat(run.out()).contains("%2d  %s".formatted(exit.code(), exit.sentence()));
    }
    assertThat(run.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(81));
  }

  @Test
  void every_command_teaches_by_example() {
    CommandLine root = Cli.commandLine(Surroundings.ofThisProcess());
    assertThat(root.getSubcommands()).hasSizeGreaterThan(10);
    root.getSubcommands()
        .forEach((name, command) -> {
          String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
          assertThat(help).as(name).contains("Example").contains("./selfheal " + name);
          assertThat(help.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(81));
        });
  }

  @Test
  void a_misspelt_command_or_option_is_answered_with_the_nearest() {
    Run command = Run.on(state, "statsu");
    assertThat(command.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(command.err()).contains("did you mean").contains("status");
    assertThat(Run.on(state, "status", "--wach").err()).contains("--watch").contains("--help");
    assertThat(Run.on(state, "pause", "--reason", "x", "--for", "soon").err())
        .contains("'soon' (expected: such as 90s, 20m or 1h30m)");
  }

  @Test
  void a_command_below_a_command_fails_as_json_too_where_that_was_asked_for() {
    Run run = Run.on(state, "drill", "run", "no-such-drill", "-o", "json");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err()).startsWith("{").contains("\"error\"").contains("no-such-drill");
  }

  @Test
  void without_a_command_the_help_is_shown_and_nothing_was_done() {
    Run run = Run.on(state);
    assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err()).startsWith("Usage: selfheal");
  }

  @Test
  void the_version_is_that_of_the_build() {
    assertThat(Run.on(state, "version").out())
        .matches("selfheal \\d+\\.\\d+\\S* \\(Java 25.*\\)\n");
  }

  @Test
  void the_page_of_exit_codes_is_current() throws Exception {
    assertThat(Path.of("..", "docs", "exit-codes.md")).hasContent(ExitCode.page());
  }

  @Test
  void durations_are_read_as_people_write_them() throws Exception {
    Durations durations = new Durations();
    assertThat(durations.convert("1h30m")).isEqualTo(Duration.ofMinutes(90));
    assertThat(durations.convert("2d")).isEqualTo(Duration.ofDays(2));
    assertThat(durations.convert("500ms")).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void warming_up_leaves_nothing_behind() throws Exception {
    assertThat(Run.on(state, "warm-up").code()).isZero();
    try (var left = Files.list(state)) {
      assertThat(left).isEmpty();
    }
  }
}
