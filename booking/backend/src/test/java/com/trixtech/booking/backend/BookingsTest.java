package com.trixtech.booking.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.booking.postgres.PostgresProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BookingsTest {
  private PostgresProcess postgres;
  private Backend backend;
  private Caller caller;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    postgres = PostgresProcess.start(directory);
    backend = Backend.start(Config.from(Caller.environment(postgres)));
    caller = new Caller(backend.port());
    caller.awaitStatus("/health/ready", 200);
  }

  @AfterAll
  void stop() {
    backend.close();
    postgres.close();
  }

  @Test
  void a_booking_is_created_found_listed_and_cancelled_once() throws Exception {
    var created = caller.book(Caller.booking("sea-view", "10:00:00", "11:00:00"), "");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("X-Served-By")).isEqualTo("backend-1");
    assertThat(created.header("X-Release")).isEqualTo("v7");
    String path = created.header("Location");
    assertThat(caller.get(path).body()).isEqualTo(created.body());

    var cancelled = caller.delete(path);
    assertThat(cancelled.status()).isEqualTo(200);
    assertThat(cancelled.body().path("cancelledAt").asText()).isNotEmpty();
    assertThat(caller.delete(path).body())
        .as("the second cancellation changes nothing")
        .isEqualTo(cancelled.body());
    assertThat(caller.book(Caller.booking("sea-view", "10:30:00", "11:00:00"), "").status())
        .isEqualTo(201);

    var first = caller.get("/bookings?resource=sea-view&limit=1").body();
    var second =
        caller
            .get("/bookings?resource=sea-view&limit=1&after=" + first.path("next").asLong())
            .body();
    assertThat(first.path("bookings").get(0).path("id")).isEqualTo(created.body().path("id"));
    assertThat(second.path("bookings")).hasSize(1);
  }

  @Test
  void an_overlapping_slot_is_refused_and_a_neighbouring_one_is_not() throws Exception {
    assertThat(caller.book(Caller.booking("attic", "10:00:00", "11:00:00"), "").status())
        .isEqualTo(201);
    assertThat(caller.book(Caller.booking("attic", "10:59:00", "12:00:00"), "").status())
        .isEqualTo(409);
    assertThat(caller.book(Caller.booking("attic", "11:00:00", "12:00:00"), "").status())
        .isEqualTo(201);
  }

  @Test
  void the_same_key_replays_the_first_answer_even_a_refusal_or_after_a_cancellation()
      throws Exception {
    String body = Caller.booking("cellar", "10:00:00", "11:00:00");
    var first = caller.book(body, "k-1");
    assertThat(caller.book(body, "k-2").status()).isEqualTo(409);
    caller.delete(first.header("Location"));
    var again = caller.book(body.replace(",", " , "), "k-1");
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(caller.book(body, "k-2").status())
        .as("the slot is free now, the first answer was 409")
        .isEqualTo(409);
    assertThat(caller.book(body.replace("Ada", "Bob"), "k-1").status()).isEqualTo(422);
  }

  @Test
  void many_at_once_with_one_key_book_once_and_all_hear_of_it() throws Exception {
    String body = Caller.booking("tower", "10:00:00", "11:00:00");
    assertThat(statusesOf(16, i -> caller.book(body, "same").status())).containsOnly(201);
    assertThat(caller.get("/bookings?resource=tower").body().path("bookings")).hasSize(1);
  }

  @Test
  void many_at_once_for_one_slot_book_once() throws Exception {
    String body = Caller.booking("garden", "10:00:00", "11:00:00");
    assertThat(statusesOf(16, i -> caller.book(body, "other-" + i).status()))
        .containsOnlyOnce(201)
        .contains(409);
  }

  private interface Numbered {
    int call(int i) throws Exception;
  }

  private static ArrayList<Integer> statusesOf(int count, Numbered work) throws Exception {
    var calls = new ArrayList<Callable<Integer>>();
    for (int i = 0; i < count; i++) {
      int n = i;
      calls.add(() -> work.call(n));
    }
    var statuses = new ArrayList<Integer>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(calls)) {
        statuses.add(done.get());
      }
    }
    return statuses;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "body     | not json",
        "resource | {\"from\":\"2031-05-01T10:00:00Z\",\"to\":\"2031-05-01T11:00:00Z\",\"customer\":\"Ada\"}",
        "from     | {\"resource\":\"r\",\"from\":\"tomorrow\",\"to\":\"2031-05-01T11:00:00Z\",\"customer\":\"Ada\"}",
        "to       | {\"resource\":\"r\",\"from\":\"2031-05-01T10:00:00Z\",\"to\":\"2031-05-01T10:00:00Z\",\"customer\":\"Ada\"}",
        "customer | {\"resource\":\"r\",\"from\":\"2031-05-01T10:00:00Z\",\"to\":\"2031-05-01T11:00:00Z\",\"customer\":\"\\u0000\"}",
        "costumer | {\"costumer\":\"Ada\"}",
      })
  void a_request_that_cannot_be_understood_names_the_field(String field, String body)
      throws Exception {
    var reply = caller.book(body, "");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body().path("field").asText()).isEqualTo(field);
    assertThat(reply.body().path("error").asText()).contains("(expected: ");
  }

  @Test
  void a_second_backend_starts_on_the_migrated_schema() throws Exception {
    try (var second = Backend.start(Config.from(Caller.environment(postgres)))) {
      new Caller(second.port()).awaitStatus("/health/startup", 200);
      assertThat(
              new Caller(second.port()).get("/health").body().path("parts").path("ready").asText())
          .isEqualTo("ok");
    }
  }

  @Test
  void a_connection_whose_end_was_announced_does_end_after_the_whole_answer() throws Exception {
    try (var socket = new java.net.Socket("127.0.0.1", backend.port())) {
      socket.setSoTimeout(5000); // an open connection fails the read below
      socket
          .getOutputStream()
          .write(
              "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      var answer =
          new String(
              socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      assertThat(answer)
          .startsWith("HTTP/1.1 200")
          .containsIgnoringCase("Connection: close")
          .endsWith("}");
    }
  }
}
