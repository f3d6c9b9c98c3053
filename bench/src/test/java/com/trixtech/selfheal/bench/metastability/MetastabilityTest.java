package com.trixtech.selfheal.bench.metastability;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.bench.metastability.Metastability.Run;
import com.trixtech.selfheal.shield.breaker.Breaker;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.api.Test;

/** The release test: trigger, remove the trigger, and see whether the system is itself again. */
class MetastabilityTest {
  private static final Logger LOG = Logger.getLogger(Breaker.class.getPackageName());

  @BeforeAll
  static void quiet() {
    LOG.setLevel(Level.WARNING);
  }

  @AfterAll
  static void loud() {
    LOG.setLevel(null);
  }

  @ParameterizedTest
  @EnumSource
  void with_the_shield_goodput_is_back_within_10_s_and_attempts_stay_below_1_3(Fault fault) {
    for (int seed = 0; seed < 10; seed++) {
      Run run = Metastability.run(Clients.SHIELD, fault, seed);
      String where = fault + ", seed " + seed;
      assertThat(run.recovery()).as(where).isBetween(0, 10);
      assertThat(run.goodput(10, 110)).as(where).isGreaterThanOrEqualTo(0.98);
      assertThat(run.attemptsPerRequest()).as(where).isLessThanOrEqualTo(1.3);
    }
  }

  @Test
  void with_the_shield_random_errors_hardly_cost_goodput() {
    for (int seed = 0; seed < 10; seed++) {
      assertThat(Metastability.run(Clients.SHIELD, Fault.ERRORS, seed).goodputDuring())
          .as("seed " + seed)
          .isGreaterThan(0.93);
    }
  }

  @Test
  void retries_alone_keep_the_system_down_after_the_fault_is_gone_so_the_test_can_fail() {
    Run run = Metastability.run(Clients.RETRIES, Fault.SLOW, 0);
    assertThat(run.recovery()).isEqualTo(-1);
    assertThat(run.attemptsPerRequest()).isGreaterThan(3);
  }

  @Test
  void a_run_is_the_same_for_the_same_seed() {
    Run one = Metastability.run(Clients.SHIELD, Fault.HANG, 7);
    Run two = Metastability.run(Clients.SHIELD, Fault.HANG, 7);
    assertThat(one.good()).isEqualTo(two.good());
    assertThat(one.attempts()).isEqualTo(two.attempts());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void a_front_door_keeps_goodput_in_a_burst_of_three_times_the_capacity(Burst.Door door) {
    for (int seed = 0; seed < 5; seed++) {
      Burst.Result result = Burst.run(door, 0.9, seed);
      assertThat(result.goodput(Burst.FROM, Burst.TO)).as(door + " " + seed).isGreaterThan(0.9);
      assertThat(result.goodput(Burst.TO + 5, Burst.END - 2) / 0.9).isGreaterThan(0.97);
    }
  }
}
