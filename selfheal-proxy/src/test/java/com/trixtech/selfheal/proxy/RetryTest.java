package com.trixtech.selfheal.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is tried again, what is not, and what the client is told. */
class RetryTest {
  @TempDir Path folder;
  private Bed bed;
  private Backend good;
  private Backend bad;

  @BeforeEach
  void start() throws Exception {
    bed = new Bed(folder);
    good = bed.backend();
    bad = bed.backend();
    bed.route(good, bad);
  }

  @AfterEach
  void stop() throws Exception {
    bed.close();
  }

  @Test
  void a_keep_alive_connection_that_the_endpoint_closed_never_surfaces_even_with_one_endpoint()
      throws Exception {
    bad.mode = Backend.Mode.STALE;
    bed.route(bad);
    try (Http client = bed.client()) {
      for (int i = 0; i < 20; i++) {
        assertThat(client.get("/").status()).isEqualTo(200);
      }
    }
    assertThat(bed.stats().counts().resets() + bed.stats(bad).counts().resets()).isPositive();
  }

  @Test
  void a_refused_connection_sends_any_method_elsewhere_for_it_was_never_sent() throws Exception {
    bad.kill();
    try (Http client = bed.client()) {
      for (int i = 0; i < 10; i++) {
        assertThat(client.post("/", "", "x").header("x-backend")).isEqualTo(good.uid);
      }
    }
  }

  @Test
  void a_post_without_a_key_that_timed_out_is_not_repeated() throws Exception {
    bad.mode = Backend.Mode.HANG;
    good.mode = Backend.Mode.HANG;
    try (Http client = bed.client()) {
      Http.Message answer = client.post("/", "", "x");
      assertThat(answer.status()).isEqualTo(504);
      assertThat(answer.header("x-selfheal-reason")).isEqualTo("timeout");
    }
    assertThat(good.requests.get() + bad.requests.get()).isOne();
  }

  @Test
  void a_post_without_a_key_that_was_reset_is_not_repeated() throws Exception {
    bad.mode = Backend.Mode.RESET;
    good.mode = Backend.Mode.RESET;
    try (Http client = bed.client()) {
      assertThat(client.post("/", "", "x").header("x-selfheal-reason")).isEqualTo("reset");
    }
    assertThat(good.requests.get() + bad.requests.get()).isOne();
  }

  @Test
  void a_post_to_a_service_that_promises_idempotence_is_repeated_without_a_key() throws Exception {
    bad.mode = Backend.Mode.RESET;
    bed.settings = bed.settings.repeating(Optional.empty(), true);
    bed.route(good, bad);
    try (Http client = bed.client()) {
      for (int i = 0; i < 4; i++) {
        assertThat(client.post("/", "", "x").header("x-backend")).isEqualTo(good.uid);
      }
    }
    assertThat(bad.requests.get()).as("tries that were cut").isPositive();
  }

  @Test
  void a_retry_carries_the_same_body() throws Exception {
    bad.mode = Backend.Mode.RESET;
    good.mode = Backend.Mode.ECHO;
    String body = "0123456789".repeat(5000);
    try (Http client = bed.client()) {
      for (int i = 0; i < 4; i++) {
        assertThat(client.post("/", "Idempotency-Key: k\r\n", body).text()).isEqualTo(body);
      }
    }
    assertThat(bad.received).isNotEmpty().allSatisfy(r -> assertThat(r.text()).isEqualTo(body));
  }

  @Test
  void an_endpoints_503_is_tried_elsewhere_and_passed_on_when_there_is_no_elsewhere()
      throws Exception {
    bad.status = 503;
    try (Http client = bed.client()) {
      for (int i = 0; i < 4; i++) {
        assertThat(client.get("/").status()).isEqualTo(200);
      }
      bed.route(bad);
      Http.Message answer = client.get("/");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("x-selfheal-reason")).as("the endpoint's own answer").isEmpty();
    }
  }

  @Test
  void an_applications_500_is_an_answer_and_not_retried() throws Exception {
    bad.status = 500;
    bed.route(bad, good);
    try (Http client = bed.client()) {
      List<Integer> statuses = List.of(client.get("/").status(), client.get("/").status());
      assertThat(statuses).containsExactlyInAnyOrder(200, 500);
    }
    assertThat(bed.stats().counts().retries()).isZero();
  }

  @Test
  void nothing_is_retried_once_a_byte_went_to_the_client() throws Exception {
    bad.mode = Backend.Mode.HALF;
    bed.route(bad);
    try (Http client = bed.client()) {
      assertThatThrownBy(() -> client.get("/")).isInstanceOf(IOException.class);
    }
    assertThat(bad.requests).hasValue(1);
  }

  @Test
  void without_budget_a_failure_is_passed_on_and_counted_as_refused() throws Exception {
    bed.settings = Bed.limits(100, 100, 0, 0, 0);
    bad.mode = Backend.Mode.RESET;
    bed.route(good, bad);
    try (Http client = bed.client()) {
      List<Integer> statuses = List.of(client.get("/").status(), client.get("/").status());
      assertThat(statuses).containsExactlyInAnyOrder(200, 502);
    }
    assertThat(bed.stats().counts().retriesRefused()).isOne();
  }

  @Test
  void the_budget_is_a_share_of_the_last_ten_seconds_and_a_few_anyway() {
    long second = 1_000_000_000L;
    var budget = new RetryBudget(20, 1);
    for (int i = 0; i < 100; i++) {
      budget.request(5 * second);
    }
    int taken = 0;
    while (budget.tryTake(6 * second)) {
      taken++;
    }
    assertThat(taken).as("20 of 100, and 1 for each of 10 seconds").isEqualTo(30);
    assertThat(budget.tryTake(14 * second)).isFalse();
    taken = 0;
    while (budget.tryTake(17 * second)) {
      taken++;
    }
    assertThat(taken).as("the old requests and retries are forgotten").isEqualTo(10);
  }
}
