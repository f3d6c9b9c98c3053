package com.trixtech.selfheal.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The promises over many seeds. {@code -Dsim.seeds=N} runs more or fewer of them. */
class SimulationTest {
  private static final int ENOUGH_FOR_THE_RARE = 5_000;

  @ParameterizedTest
  @EnumSource
  void no_promise_is_broken_and_every_interesting_state_is_reached(Platform platform) {
    int seeds =
        Integer.getInteger(
            "sim.seeds",
            switch (platform) {
              case LOCAL -> 10_000;
              case KUBERNETES -> 1_000;
            });
    SimSummary summary = Simulation.runAll(platform, 1, seeds, (done, last) -> {});

    System.out.printf(
        "%s%n%,d seeds, %,d incidents, %,d steps in %s: %,.0f incidents/s%n",
        summary.table(),
        summary.seeds(),
        summary.incidents(),
        summary.steps(),
        summary.took(),
        summary.incidentsPerSecond());
    assertThat(summary.failures())
        .as(() -> summary.failed().stream().map(SimReport::trace).collect(Collectors.joining("\n")))
        .isZero();
    assertThat(summary.incidents()).isGreaterThan(seeds);
    if (seeds >= ENOUGH_FOR_THE_RARE) {
      assertThat(summary.sometimes().never()).as("states that were never reached").isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_same_seed_gives_the_same_run(Platform platform) {
    for (long seed = 500; seed < 540; seed++) {
      SimReport once = Simulation.run(platform, seed);
      SimReport again = Simulation.run(platform, seed);

      assertThat(again.journal()).as("journal of seed " + seed).isEqualTo(once.journal());
      assertThat(again.script()).isEqualTo(once.script());
      assertThat(again.steps()).isEqualTo(once.steps());
      assertThat(again.violations()).isEqualTo(once.violations());
    }
  }

  @Test
  void another_seed_gives_another_run() {
    assertThat(Simulation.run(Platform.LOCAL, 1).journal())
        .isNotEqualTo(Simulation.run(Platform.LOCAL, 2).journal());
  }

  @Test
  void a_trace_says_how_to_replay_it() {
    SimReport report = Simulation.run(Platform.LOCAL, 7);

    assertThat(report.trace()).contains("./selfheal sim --seed 7").contains("script");
    assertThat(Simulation.run(Platform.KUBERNETES, 7).replay())
        .isEqualTo("./selfheal sim --platform kubernetes --seed 7");
  }

  @Test
  void a_state_that_was_never_reached_fails_the_whole() {
    SimSummary one = Simulation.runAll(Platform.LOCAL, 1, 1, (seeds, last) -> {});

    assertThat(one.failures()).isZero();
    assertThat(one.passed()).isFalse();
    assertThat(one.table()).contains("NEVER");
  }
}
