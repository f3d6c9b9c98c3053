package com.trixtech.booking.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault of the control port, and the limits of the capacity. */
class FaultsTest extends GatewayTest {

  @Test
  void slowMultipliesTheServiceTime() throws Exception {
    var caller = start(Map.of("SERVICE_TIME", "10ms"));
    fault("{\"kind\":\"Slow\",\"factor\":20,\"for\":\"PT60S\"}");
    long began = System.nanoTime();
    assertThat(caller.pay("k1", 100).status()).isEqualTo(201);
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isGreaterThanOrEqualTo(Duration.ofMillis(200));
  }

  @Test
  void hangNeverAnswersAndDoesNothing() throws Exception {
    var caller = start();
    fault("{\"kind\":\"Hang\",\"for\":\"PT60S\"}");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var charge = threads.submit(() -> caller.pay("k1", 100));
      var status = threads.submit(() -> caller.get("/charges/k1"));
      awaitActive(caller, 2);
      assertThat(caller.get("/health/ready").status()).as("health is no part of it").isEqualTo(200);
      assertThat(charge.isDone() || status.isDone()).isFalse();
      control().delete("/fault");
      assertThatThrownBy(charge::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(IOException.class);
    }
    assertThat(caller.ledger()).isEmpty();
    assertThat(caller.pay("k1", 100).status()).as("well again").isEqualTo(201);
  }

  @Test
  void aHangEndsByItselfWithoutAnAnswer() throws Exception {
    var caller = start();
    fault("{\"kind\":\"Hang\",\"for\":\"PT0.3S\"}");
    assertThatThrownBy(() -> caller.pay("k1", 100)).isInstanceOf(IOException.class);
    assertThat(control().get("/fault").body().path("kind").isNull()).isTrue();
    assertThat(caller.ledger()).isEmpty();
  }

  @Test
  void aProcessThatStopsLetsGoOfWhatHangs() throws Exception {
    var caller = start();
    fault("{\"kind\":\"Hang\",\"for\":\"PT60S\"}");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var charge = threads.submit(() -> caller.pay("k1", 100));
      awaitActive(caller, 1);
      stop();
      assertThatThrownBy(charge::get).hasCauseInstanceOf(IOException.class);
    }
    assertThat(start().ledger()).isEmpty();
  }

  @Test
  void errorsAnswer500BeforeAnythingIsDone() throws Exception {
    var caller = start();
    fault("{\"kind\":\"Errors\",\"ratio\":0.3,\"for\":\"PT60S\"}");
    int failed = 0;
    int calls = 400;
    for (int i = 0; i < calls; i++) {
      int status = caller.pay("k" + i, 100).status();
      assertThat(status).isIn(201, 500);
      failed += status == 500 ? 1 : 0;
    }
    // 0.3 give or take eight standard deviations.
    assertThat(failed).isBetween(45, 195);
    assertThat(caller.ledger()).hasSize(calls - failed);
    fault("{\"kind\":\"Errors\",\"for\":\"PT60S\"}");
    assertThat(caller.get("/charges/k1").status()).isEqualTo(500);
  }

  @Test
  void aLostAnswerIsOfAChargeThatWasMade() throws Exception {
    var caller = start();
    fault("{\"kind\":\"AnswerLost\",\"for\":\"PT60S\"}");
    assertThatThrownBy(() -> caller.pay("k1", 100)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> caller.cancel("k2")).isInstanceOf(IOException.class);
    assertThat(caller.get("/charges/k1").state()).as("a status is not lost").isEqualTo("Succeeded");
    control().delete("/fault");
    assertThat(caller.pay("k1", 100).status()).isEqualTo(200);
    assertThat(caller.pay("k2", 100).status()).isEqualTo(409);
    assertThat(caller.ledger()).hasSize(2);
  }

  @Test
  void theControlPortShowsReplacesAndEndsTheFault() throws Exception {
    start();
    assertThat(control().get("/fault").body().path("kind").isNull()).isTrue();
    fault("{\"kind\":\"Slow\",\"for\":\"PT60S\"}");
    fault("{\"kind\":\"Errors\",\"ratio\":0.2,\"for\":\"PT5M\"}");
    var now = control().get("/fault").body();
    assertThat(now.path("kind").asText()).isEqualTo("Errors");
    assertThat(now.path("ratio").asDouble()).isEqualTo(0.2);
    assertThat(Duration.parse(now.path("for").asText()))
        .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    assertThat(control().delete("/fault").body().path("kind").isNull()).isTrue();
    fault("{\"kind\":\"Slow\",\"for\":\"PT0.05S\"}");
    Caller.await("it ends by itself", () -> control().get("/fault").body().path("kind").isNull());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\":\"Slow\"}",
        "{\"kind\":\"Slow\",\"for\":\"PT11M\"}",
        "{\"kind\":\"Slow\",\"for\":\"PT0S\"}",
        "{\"kind\":\"Slow\",\"for\":\"soon\"}",
        "{\"kind\":\"slow\",\"for\":\"PT1S\"}",
        "{\"kind\":\"Slow\",\"factor\":1,\"for\":\"PT1S\"}",
        "{\"kind\":\"Slow\",\"ratio\":0.5,\"for\":\"PT1S\"}",
        "{\"kind\":\"Errors\",\"ratio\":1.1,\"for\":\"PT1S\"}",
        "{\"kind\":\"Errors\",\"ratio\":0,\"for\":\"PT1S\"}",
        "{\"kind\":\"Hang\",\"ratio\":1,\"for\":\"PT1S\"}",
        "{\"kind\":\"AnswerLost\",\"factor\":2,\"for\":\"PT1S\"}",
        "{\"kind\":\"Hang\",\"for\":\"PT1S\",\"until\":\"x\"}"
      })
  void aFaultThatCannotBeIsRefused(String fault) throws Exception {
    start();
    var refused = control().put("/fault", fault);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().path("error").asText()).contains("(expected: ");
    assertThat(control().get("/fault").body().path("kind").isNull()).isTrue();
  }

  @Test
  void withoutAControlPortThereIsNone() throws Exception {
    start(Map.of("CONTROL_PORT", ""));
    assertThatThrownBy(this::control).isInstanceOf(java.util.NoSuchElementException.class);
  }

  @Test
  void oneServerServesOneAfterAnother() throws Exception {
    var caller = start(Map.of("SERVERS", "1", "SERVICE_TIME", "50ms"));
    long began = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Caller.Reply>> calls = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        String key = "k" + i;
        calls.add(threads.submit(() -> caller.pay(key, 100)));
      }
      for (var call : calls) {
        assertThat(call.get().status()).isEqualTo(201);
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isGreaterThanOrEqualTo(Duration.ofMillis(300));
  }

  @Test
  void whatWaitsForLongerThanItsDeadlineIsDroppedAndNotCharged() throws Exception {
    var caller = start(Map.of("SERVERS", "1", "SERVICE_TIME", "1s"));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(() -> caller.pay("k1", 100));
      Caller.await(
          "the server is busy",
          () -> caller.text("/metrics").contains("payment_gateway_busy_servers 1.0"));
      assertThat(caller.payBy("k2", Duration.ofMillis(50)).status()).isEqualTo(504);
      assertThat(caller.payBy("k3", Duration.ZERO).status()).isEqualTo(504);
      assertThat(first.get().status()).isEqualTo(201);
    }
    assertThat(caller.payBy("k4", Duration.ofSeconds(15)).status()).isEqualTo(201);
    assertThat(caller.ledger()).extracting(l -> l.path("key").asText()).containsExactly("k1", "k4");
  }

  @Test
  void theWorkOfACallerThatWentAwayIsStillDone() throws Exception {
    var caller = start(Map.of("SERVICE_TIME", "300ms"));
    String body = Caller.charge(100, Caller.GOOD, "b");
    try (var socket = new java.net.Socket("127.0.0.1", caller.port())) {
      socket.setSoLinger(true, 0);
      socket
          .getOutputStream()
          .write(
              ("PUT /charges/k1 HTTP/1.1\r\nHost: x\r\nContent-Length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
                  .getBytes("US-ASCII"));
      Caller.await(
          "it is taken",
          () -> caller.text("/metrics").contains("payment_gateway_busy_servers 1.0"));
    }
    Caller.await("it is charged", () -> caller.get("/charges/k1").status() == 200);
  }

  /** So many requests are taken, beside the one that asks. */
  private static void awaitActive(Caller caller, int requests) throws Exception {
    String line = "http_server_requests_active " + (requests + 1) + ".0";
    Caller.await(line, () -> caller.text("/metrics").contains(line));
  }

  private void fault(String body) throws Exception {
    assertThat(control().put("/fault", body).status()).isEqualTo(200);
  }
}
