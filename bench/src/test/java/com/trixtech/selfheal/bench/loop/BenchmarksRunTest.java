package com.trixtech.selfheal.bench.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.bench.loop.HourOfHealing.Growth;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** That the benchmarks run; what they measure is for bench/loop/run.sh. */
class BenchmarksRunTest {

  @Test
  void a_step_is_measured() throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(LoopStep.class.getSimpleName())
                    .param("workloads", "2")
                    .mode(Mode.SingleShotTime)
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    assertThat(results).hasSize(1);
    assertThat(results.iterator().next().getPrimaryResult().getScore()).isPositive();
  }

  @Test
  void the_hour_has_incidents_that_are_healed() {
    Growth growth = HourOfHealing.run(50, 5, 60, 600);
    assertThat(growth.incidents()).isGreaterThan(10);
    assertThat(growth.acts()).isPositive();
  }
}
