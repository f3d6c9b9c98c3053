package com.trixtech.selfheal.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The promises over many seeds. {@code -Dsim.seeds=N} runs more or fewer of them. */
class SimulationTest {
  private static final int SEEDS = Integer.getInteger("sim.seeds", 10_000);
  private static final int ENOUGH_FOR_THE_RARE = 5_000;

  @Test
  void no_promise_is_broken_and_every_interesting_state_is_reached() {
    SimSummary summary = Simulation.runAll(1, SEEDS, (seeds, last) -> {});

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
    assertThat(summary.incidents()).isGreaterThan(SEEDS);
    if (SEEDS >= ENOUGH_FOR_THE_RARE) {
      assertThat(summary.sometimes().never()).as("states that were never reached").isEmpty();
    }
  }

  @Test
  void the_same_seed_gives_the_same_run() {
    for (long seed = 500; seed < 540; seed++) {
      SimReport once = Simulation.run(seed);
      SimReport again = Simulation.run(seed);

      assertThat(again.journal()).as("journal of seed " + seed).isEqualTo(once.journal());
      assertThat(again.script()).isEqualTo(once.script());
      assertThat(again.steps()).isEqualTo(once.steps());
      assertThat(again.violations()).isEqualTo(once.violations());
    }
  }

  @Test
  void another_seed_gives_another_run() {
    assertThat(Simulation.run(1).journal()).isNotEqualTo(Simulation.run(2).journal());
  }

  @Test
  void a_trace_says_how_to_replay_it() {
    SimReport report = Simulation.run(7);

    assertThat(report.trace()).contains("./selfheal sim --seed 7").contains("script");
  }

  @Test
  void a_state_that_was_never_reached_fails_the_whole() {
    SimSummary one = Simulation.runAll(1, 1, (seeds, last) -> {});

    assertThat(one.failures()).isZero();
    assertThat(one.passed()).isFalse();
    assertThat(one.table()).contains("NEVER");
  }
}
