package com.trixtech.selfheal.bench.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.bench.operator.ReactionTime.Plan;
import com.trixtech.selfheal.bench.operator.ReactionTime.Result;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the benchmark runs; what it measures is for bench/operator/run.sh. */
class ReactionTimeTest {
  @TempDir Path folder;

  @Test
  void a_small_cluster_is_healed_without_a_list() throws Exception {
    Assumptions.assumeTrue(ControlPlane.present(), "skipped: no control plane");

    Result result =
        ReactionTime.run(new Plan(3, 3, 2, 1, Duration.ofSeconds(2)), folder, Path.of(".."));

    assertThat(result.millis()).hasSize(2).allMatch(m -> m > 0);
    assertThat(result.lists()).isZero();
    assertThat(result.heapKib()).isPositive();
    assertThat(result.whileActing()).containsEntry("create pods/eviction", 3L);
  }
}
