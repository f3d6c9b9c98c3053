package com.trixtech.selfheal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints come and go under load, by order and without warning. */
class ReplacementTest {
  private static final String KEY = "Idempotency-Key: k\r\n";
  private static final int INSTANCES = 3;

  @TempDir Path folder;
  private Bed bed;
  private final Backend[] serving = new Backend[INSTANCES];

  @BeforeEach
  void start() throws Exception {
    bed = new Bed(folder);
    for (int i = 0; i < INSTANCES; i++) {
      serving[i] = bed.backend();
    }
    bed.route(serving);
  }

  @AfterEach
  void stop() throws Exception {
    bed.close();
  }

  @Test
  void a_hundred_replacements_by_order_lose_no_request_not_even_a_post_without_a_key()
      throws Exception {
    try (Load load = new Load(bed, 8, "")) {
      for (int i = 0; i < 100; i++) {
        Backend old = serving[i % INSTANCES];
        serving[i % INSTANCES] = bed.backend();
        bed.route(serving);
        Bed.until(
            "drained",
            () -> bed.stats().endpoints().stream().noneMatch(e -> e.uid().equals(old.uid)));
        old.kill();
        load.more(20);
      }
      assertThat(load.failures).isEmpty();
    }
    assertThat(bed.stats().counts().retries()).as("nothing even had to be retried").isZero();
    assertThat(bed.stats().counts().cancelled()).isZero();
  }

  @Test
  void instances_killed_without_warning_lose_no_request_that_is_safe_to_repeat() throws Exception {
    try (Load load = new Load(bed, 8, KEY)) {
      for (int i = 0; i < 20; i++) {
        Backend killed = serving[i % INSTANCES];
        killed.kill();
        load.more(60);
        serving[i % INSTANCES] = bed.backend();
        bed.route(serving);
        load.more(20);
      }
      assertThat(load.failures).isEmpty();
    }
    assertThat(bed.stats().counts().retries()).as("the kills were felt").isPositive();
  }

  @Test
  void a_frozen_instance_is_out_of_rotation_within_a_second_and_costs_no_request()
      throws Exception {
    try (Load load = new Load(bed, 32, KEY)) {
      load.more(200);
      long frozenAt = System.nanoTime();
      serving[1].mode = Backend.Mode.HANG;
      Bed.until("ejected", () -> bed.stats(serving[1]).ejectedUntil() != null);
      assertThat((System.nanoTime() - frozenAt) / 1_000_000).isLessThan(1000);
      load.more(500);
      assertThat(load.failures).isEmpty();
    }
    assertThat(bed.stats(serving[1]).counts().timeouts()).isGreaterThanOrEqualTo(5);
  }

  @Test
  void two_of_three_killed_at_once_lose_no_request_that_is_safe_to_repeat() throws Exception {
    try (Load load = new Load(bed, 8, KEY)) {
      load.more(100);
      serving[0].kill();
      serving[1].kill();
      load.more(400);
      assertThat(load.failures).isEmpty();
    }
  }
}
