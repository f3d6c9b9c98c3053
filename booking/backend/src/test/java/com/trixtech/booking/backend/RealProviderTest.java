package com.trixtech.booking.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.trixtech.booking.gateway.Gateway;
import com.trixtech.booking.postgres.PostgresProcess;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The backend with the gateway that is shipped: both speak the same interface. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealProviderTest {
  private PostgresProcess postgres;
  private Gateway gateway;
  private Backend backend;
  private Caller caller;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    postgres = PostgresProcess.start(directory);
    gateway =
        Gateway.start(
            com.trixtech.booking.gateway.Config.from(
                Map.of(
                    "PORT", "0",
                    "CONTROL_PORT", "0",
                    "DATA_DIR", directory.resolve("gateway").toString(),
                    "DRAIN", "0ms")));
    var provider = URI.create("http://127.0.0.1:" + gateway.port());
    backend = Backend.start(Config.from(Caller.environment(postgres, provider)));
    caller = new Caller(backend.port());
    caller.awaitStatus("/health/ready", 200);
  }

  @AfterAll
  void stop() {
    backend.close();
    gateway.close();
    postgres.close();
  }

  @Test
  @DisplayName(
      "A-64: the payment code that is shipped runs: guests pay, are declined and are paid back, and the ledgers agree")
  void a64_guestsPayAreDeclinedAndArePaidBackAndTheLedgersAgree() throws Exception {
    var expected = new HashMap<String, Long>();
    var ids = new ArrayList<String>();
    for (int i = 0; i < 6; i++) {
      var booked = caller.booked("harbour-401", i);
      ids.add(booked.id());
      expected.put(
          booked.id(), i % 3 == 0 ? booked.body().path("price").path("minor").asLong() : 0);
      if (i % 3 == 1) {
        var declined = caller.pay(booked.id(), FakeProvider.POOR);
        assertThat(declined.status()).isEqualTo(402);
        assertThat(declined.body().path("payment").path("reason").asText())
            .isEqualTo("insufficient_funds");
      } else {
        assertThat(caller.pay(booked.id(), FakeProvider.GOOD).status()).isEqualTo(200);
      }
      if (i % 3 == 2) {
        assertThat(caller.cancel(booked.id()).status()).isEqualTo(200);
      }
    }
    for (int i = 2; i < 6; i += 3) {
      caller.awaitState(ids.get(i), "Cancelled/Refunded");
    }
    assertThat(net(ids)).isEqualTo(expected);
  }

  @Test
  void anAnswerThatIsLostIsFoundAgain() throws Exception {
    fault("{\"kind\":\"AnswerLost\",\"for\":\"PT60S\"}");
    String booking = caller.booked("harbour-402", 0).id();
    var paid = caller.pay(booking, FakeProvider.GOOD);
    assertThat(paid.status()).isEqualTo(202);
    var cleared = new Caller(gateway.controlPort().orElseThrow());
    cleared.send(HttpRequest.newBuilder().DELETE(), "/fault");
    caller.awaitState(booking, "Confirmed/Succeeded");
    assertThat(charges(booking)).hasSize(1);
  }

  @Test
  void aProviderThatHangsLeavesNothingChargedAndTheGuestMayPayAgain() throws Exception {
    fault("{\"kind\":\"Hang\",\"for\":\"PT60S\"}");
    String booking = caller.booked("harbour-403", 0).id();
    String key = UUID.randomUUID().toString();
    assertThat(caller.pay(booking, FakeProvider.GOOD, key).status()).isEqualTo(202);
    new Caller(gateway.controlPort().orElseThrow())
        .send(HttpRequest.newBuilder().DELETE(), "/fault");
    caller.awaitState(booking, "PendingPayment/Declined");
    assertThat(charges(booking)).isEmpty();
    Caller.await(
        "the breaker lets a guest pay",
        () -> {
          int status = caller.pay(booking, FakeProvider.GOOD).status();
          return status == 200 || caller.state(booking).equals("Confirmed/Succeeded");
        });
    assertThat(charges(booking)).hasSize(1);
  }

  private void fault(String body) throws Exception {
    var reply =
        new Caller(gateway.controlPort().orElseThrow())
            .send(HttpRequest.newBuilder().PUT(BodyPublishers.ofString(body)), "/fault");
    assertThat(reply.status()).isEqualTo(200);
  }

  private List<JsonNode> ledger() throws Exception {
    var entries = new ArrayList<JsonNode>();
    new Caller(gateway.port())
        .get("/ledger?after=0&limit=1000")
        .body()
        .path("entries")
        .forEach(entries::add);
    return entries;
  }

  private List<JsonNode> charges(String booking) throws Exception {
    return ledger().stream()
        .filter(e -> e.path("kind").asText().equals("Charge"))
        .filter(e -> e.path("reference").asText().equals(booking))
        .toList();
  }

  private Map<String, Long> net(List<String> bookings) throws Exception {
    var net = new HashMap<String, Long>();
    bookings.forEach(b -> net.put(b, 0L));
    for (var entry : ledger()) {
      long minor = entry.path("amount").path("minor").asLong();
      String kind = entry.path("kind").asText();
      net.computeIfPresent(
          entry.path("reference").asText(),
          (_, sum) ->
              kind.equals("Charge") ? sum + minor : kind.equals("Refund") ? sum - minor : sum);
    }
    return net;
  }
}
