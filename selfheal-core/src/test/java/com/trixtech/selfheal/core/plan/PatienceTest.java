package com.trixtech.selfheal.core.plan;

import static com.trixtech.selfheal.core.testing.ManualClock.START;
import static com.trixtech.selfheal.core.testing.ManualClock.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.diagnosis.Diagnosis;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.Symptom;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import com.trixtech.selfheal.core.testing.Healths;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PatienceTest {
  private static final WorkloadHealth LATE =
      Healths.of(3).with(2, Symptom.NONE).hungUntil(at(6)).build();

  private static Optional<String> over(Cause cause, WorkloadHealth health) {
    return Patience.over(
        new Diagnosis(health.workload(), cause, health.ailing(), List.of(), List.of()),
        health,
        Duration.ofSeconds(5),
        START);
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void a_wait_is_cut_instancesonly_for_one_instance_that_crashed_or_hung(Cause cause) {
    Set<Cause> instances =
        EnumSet.of(Cause.INSTANCE_HUNG, Cause.INSTANCE_CRASHED, Cause.OUT_OF_MEMORY);
    assertThat(over(cause, LATE).isPresent()).isEqualTo(instances.contains(cause));
  }

  @Test
  void it_says_how_long_the_platform_would_wait() {
    assertThat(over(Cause.INSTANCE_HUNG, LATE))
        .contains("the platform waits until 2026-01-01T00:00:06Z before it starts backend-2 again");
  }

  @Test
  void a_start_that_is_near_is_waited_for() {
    WorkloadHealth soon = Healths.of(3).with(2, Symptom.NONE).hungUntil(at(5)).build();
    assertThat(over(Cause.INSTANCE_HUNG, soon)).isEmpty();
  }

  @Test
  void while_a_sibling_ails_starts_or_is_missing_the_platform_is_waited_for() {
    Healths two = Healths.of(3).with(1, Symptom.NONE).with(1, Symptom.NOT_READY);
    assertThat(over(Cause.INSTANCE_HUNG, two.hungUntil(at(60)).build())).isEmpty();
    Healths starting = Healths.of(3).with(1, Symptom.NONE).with(1, Symptom.STARTING);
    assertThat(over(Cause.INSTANCE_HUNG, starting.hungUntil(at(60)).build())).isEmpty();
    WorkloadHealth alone = Healths.of(1).hungUntil(at(60)).build();
    assertThat(over(Cause.INSTANCE_HUNG, alone)).isEmpty();
  }
}
