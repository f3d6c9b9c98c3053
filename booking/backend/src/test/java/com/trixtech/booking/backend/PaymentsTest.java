package com.trixtech.booking.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.booking.backend.FakeProvider.Fault;
import com.trixtech.booking.postgres.PostgresProcess;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PaymentsTest {
  private final FakeProvider provider = new FakeProvider();
  private PostgresProcess postgres;
  private Backend backend;
  private Backend other;
  private Caller caller;
  private int day;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    postgres = PostgresProcess.start(directory);
    var environment = Caller.environment(postgres, provider.url());
    backend = Backend.start(Config.from(environment));
    other = Backend.start(Config.from(environment)); // two settlers share the work
    caller = new Caller(backend.port());
    caller.awaitStatus("/health/ready", 200);
    new Caller(other.port()).awaitStatus("/health/ready", 200);
  }

  @AfterEach
  void heal() {
    provider.heal();
  }

  @AfterAll
  void stop() {
    backend.close();
    other.close();
    postgres.close();
    provider.close();
  }

  private String booked() throws Exception {
    return caller.booked("harbour-304", ++day).id();
  }

  @Test
  void aGoodCardConfirmsTheBookingAndIsChargedItsPriceOnce() throws Exception {
    String booking = booked();
    var paid = caller.pay(booking, FakeProvider.GOOD, "good");
    assertThat(paid.status()).isEqualTo(200);
    assertThat(paid.state()).isEqualTo("Confirmed/Succeeded");
    assertThat(caller.get("/bookings/" + booking).body()).isEqualTo(paid.body());
    assertThat(provider.net(booking)).isEqualTo(paid.body().path("price").path("minor").asLong());

    assertThat(caller.pay(booking, FakeProvider.GOOD, "good").body())
        .as("the same key")
        .isEqualTo(paid.body());
    assertThat(caller.pay(booking, FakeProvider.GOOD).status()).as("paid already").isEqualTo(409);
    assertThat(provider.ledger("Charge", booking)).hasSize(1);
  }

  @Test
  void aDeclinedCardLeavesTheHoldAndAnotherMayBeTried() throws Exception {
    String booking = booked();
    var declined = caller.pay(booking, FakeProvider.POOR, "poor");
    assertThat(declined.status()).isEqualTo(402);
    assertThat(declined.state()).isEqualTo("PendingPayment/Declined");
    assertThat(declined.body().path("payment").path("reason").asText())
        .isEqualTo("insufficient_funds");
    assertThat(caller.pay(booking, FakeProvider.GOOD, "richer").status()).isEqualTo(200);
    assertThat(caller.pay(booking, FakeProvider.POOR, "poor").body())
        .as("the first answer of its key")
        .isEqualTo(declined.body());
  }

  @Test
  void aCardNumberIsCheckedAndNeverRepeatedNorStored() throws Exception {
    String booking = booked();
    var wrong = caller.pay(booking, "4242424242424241");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.body().toString()).doesNotContain("4242424242");
    assertThat(caller.state(booking)).isEqualTo("PendingPayment/None");
    assertThat(caller.pay(booking, "4242 4242 4242 4242").status()).isEqualTo(200);
    try (var connection =
            java.sql.DriverManager.getConnection(
                postgres.url(), postgres.user(), postgres.password());
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT count(*) FROM (SELECT p::text AS t FROM payment p UNION ALL"
                    + " SELECT k::text FROM idempotency_key k UNION ALL"
                    + " SELECT b::text FROM booking b) x WHERE t LIKE '%42424242%'")) {
      rows.next();
      assertThat(rows.getInt(1)).isZero();
    }
  }

  @Test
  @DisplayName("A-65: when the answer is lost the charge is found, and another try charges nothing")
  void a65_whenTheAnswerIsLostTheChargeIsFoundAndTheBookingConfirmed() throws Exception {
    String booking = booked();
    provider.breaks(Fault.LOSES_ANSWERS);
    var reply = caller.pay(booking, FakeProvider.GOOD, "lost");
    provider.heal();
    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.state()).isEqualTo("PendingPayment/Pending");
    caller.awaitState(booking, "Confirmed/Succeeded");
    assertThat(provider.ledger("Charge", booking)).hasSize(1);
    assertThat(caller.pay(booking, FakeProvider.GOOD, "lost").body())
        .as("the first answer of its key")
        .isEqualTo(reply.body());
  }

  @Test
  void aProviderThatHangsOrFailsIsAPendingPaymentAndNeverOurError() throws Exception {
    for (Fault fault : List.of(Fault.HANGS, Fault.ERRORS)) {
      String booking = booked();
      provider.breaks(fault);
      var reply = caller.pay(booking, FakeProvider.GOOD);
      assertThat(reply.status()).isEqualTo(202);
      assertThat(reply.took()).isLessThan(Duration.ofSeconds(5));
      assertThat(caller.pay(booking, FakeProvider.GOOD).status())
          .as("a second payment while the first may succeed")
          .isEqualTo(409);
      assertThat(caller.get("/health/ready").status()).isEqualTo(200);
      provider.heal();
      caller.awaitState(booking, "PendingPayment/Declined");
      var declined = caller.get("/bookings/" + booking).body();
      assertThat(declined.path("payment").path("reason").asText()).isEqualTo("not_charged");
      assertThat(provider.net(booking)).isZero();
      assertThat(caller.pay(booking, FakeProvider.GOOD).status()).isEqualTo(200);
      assertThat(provider.ledger("Charge", booking)).hasSize(1);
    }
  }

  @Test
  void aSlowProviderKeepsNobodyWaitingAndIsChargedOnceAllTheSame() throws Exception {
    var environment = Caller.environment(postgres, provider.url());
    environment.remove("PAYMENT_PATIENCE");
    try (var usual = Backend.start(Config.from(environment))) {
      var guest = new Caller(usual.port());
      guest.awaitStatus("/health/ready", 200);
      String booking = guest.booked("market-103", 0).id();
      provider.breaks(Fault.HANGS);
      var reply = guest.pay(booking, FakeProvider.GOOD);
      assertThat(reply.state()).as("while the call goes on").isEqualTo("PendingPayment/Pending");
      assertThat(reply.status()).isEqualTo(202);
      provider.heal();
      Caller.await(
          "the call or the settler ends it",
          () ->
              List.of("Confirmed/Succeeded", "PendingPayment/Declined")
                  .contains(guest.state(booking)));
      boolean paid = guest.state(booking).equals("Confirmed/Succeeded");
      assertThat(provider.ledger("Charge", booking)).hasSize(paid ? 1 : 0);
    }
  }

  @Test
  void aProviderThatHasTooMuchToDoIsAskedLessAtOnceAndNotGivenUp() throws Exception {
    try (var fresh = Backend.start(Config.from(Caller.environment(postgres, provider.url())))) {
      var guest = new Caller(fresh.port());
      guest.awaitStatus("/health/ready", 200);
      String booking = guest.booked("market-104", 0).id();
      provider.breaks(Fault.HAS_TOO_MUCH_TO_DO);
      var reply = guest.pay(booking, FakeProvider.GOOD);
      assertThat(reply.status()).isEqualTo(202);
      var metrics = new String(guest.get("/metrics").raw().body(), StandardCharsets.UTF_8);
      assertThat(metrics)
          .containsPattern("shield_limit\\{name=\"payment\"} (2?[0-9])\\.0") // 32 at first
          .contains("circuit_breaker_state{name=\"payment\",state=\"closed\"} 1.0");
      provider.heal();
      guest.awaitState(booking, "PendingPayment/Declined");
      assertThat(provider.net(booking)).isZero();
    }
  }

  @Test
  void aCallersDeadlineIsPassedOnAndWorkThatIsTooLateIsNotBegun() throws Exception {
    String booking = booked();
    int before = provider.deadlines().size();
    assertThat(payWithin(booking, "900").status()).isIn(200, 202); // 202: the machine is slow
    var passedOn = provider.deadlines().subList(before, provider.deadlines().size());
    assertThat(passedOn).isNotEmpty();
    assertThat(passedOn).allSatisfy(ms -> assertThat(Long.parseLong(ms)).isBetween(1L, 900L));

    String late = booked();
    var refused = payWithin(late, "0");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isNotEmpty();
    assertThat(caller.state(late)).isEqualTo("PendingPayment/None");
  }

  private Caller.Reply payWithin(String booking, String millis) throws Exception {
    var request =
        HttpRequest.newBuilder()
            .POST(BodyPublishers.ofString("{\"card\":\"" + FakeProvider.GOOD + "\"}"))
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .header("X-Deadline-Ms", millis);
    return caller.send(request, "/bookings/" + booking + "/payment");
  }

  @Test
  void withoutItsProviderTheBackendIsReadyDegradedAndServesAllElse() throws Exception {
    provider.breaks(Fault.ERRORS);
    Caller.await(
        "the breaker opens",
        () -> {
          caller.pay(booked(), FakeProvider.GOOD);
          return caller.get("/health/ready").body().path("status").asText().equals("degraded");
        });
    assertThat(caller.get("/health/ready").status()).isEqualTo(200);
    assertThat(caller.get("/health/live").status()).isEqualTo(200);
    assertThat(caller.get("/rooms").status()).isEqualTo(200);
    var metrics = new String(caller.get("/metrics").raw().body(), StandardCharsets.UTF_8);
    assertThat(metrics)
        .contains("circuit_breaker_state{name=\"payment\",state=\"closed\"} 0.0")
        .contains("health_check_status{check=\"database\"} 1.0")
        .contains("health_check_failures_total{check=\"database\"}")
        .contains("hikaricp_connections_max{pool=\"bookings\"}")
        .contains(
            "http_server_requests_seconds_count{method=\"GET\",status=\"200\",uri=\"/rooms\"}")
        .contains("http_client_requests_seconds_count{method=\"PUT\"");
    provider.heal();
    Caller.await(
        "a guest can pay again",
        () -> {
          String booking = booked();
          return caller.pay(booking, FakeProvider.GOOD).status() == 200;
        });
    Caller.await(
        "it is whole again",
        () -> {
          caller.pay(booked(), FakeProvider.GOOD);
          return caller.get("/health/ready").body().path("status").asText().equals("up");
        });
  }

  @Test
  void twoAtOnceWithOneKeyChargeOnceAndHearTheSame() throws Exception {
    for (int i = 0; i < 5; i++) {
      String booking = booked();
      String key = "at-once-" + i;
      var callers = List.of(caller, new Caller(other.port()));
      var replies = Crowd.of(8, n -> callers.get(n % 2).pay(booking, FakeProvider.GOOD, key));
      assertThat(replies).allMatch(r -> r.status() == 200);
      assertThat(replies.stream().map(Caller.Reply::body).distinct()).hasSize(1);
      assertThat(provider.ledger("Charge", booking)).hasSize(1);
    }
  }

  @Test
  @DisplayName("A-65: many payments of one booking at once, each with its own key, charge once")
  void a65_manyAtOnceWithManyKeysChargeOnce() throws Exception {
    String booking = booked();
    var callers = List.of(caller, new Caller(other.port()));
    var statuses = Crowd.of(12, n -> callers.get(n % 2).pay(booking, FakeProvider.GOOD).status());
    assertThat(statuses).containsOnly(200, 409).containsOnlyOnce(200);
    assertThat(provider.ledger("Charge", booking)).hasSize(1);
  }

  @Test
  void aCancelledBookingIsPaidBackOnce() throws Exception {
    String booking = booked();
    caller.pay(booking, FakeProvider.GOOD);
    var replies = Crowd.of(6, i -> caller.cancel(booking, "cancel-" + i));
    assertThat(replies).allMatch(r -> r.status() == 200);
    assertThat(replies).allMatch(r -> r.state().startsWith("Cancelled/Refund"));
    caller.awaitState(booking, "Cancelled/Refunded");
    assertThat(provider.ledger("Refund", booking)).hasSize(1);
    assertThat(provider.net(booking)).isZero();
    assertThat(caller.pay(booking, FakeProvider.GOOD).status()).isEqualTo(409);
  }

  @Test
  void aRefundWaitsForAProviderThatIsAway() throws Exception {
    String booking = booked();
    caller.pay(booking, FakeProvider.GOOD);
    provider.breaks(Fault.LOSES_ANSWERS);
    var cancelled = caller.cancel(booking);
    assertThat(cancelled.status()).isEqualTo(200);
    assertThat(cancelled.state()).isEqualTo("Cancelled/Refunding");
    Caller.await("a refund is made and not answered", () -> provider.net(booking) == 0);
    provider.heal();
    caller.awaitState(booking, "Cancelled/Refunded");
    assertThat(provider.ledger("Refund", booking)).hasSize(1);
  }

  @Test
  void aChargeThatIsFoundAfterTheCancellationIsPaidBack() throws Exception {
    String booking = booked();
    provider.breaks(Fault.LOSES_ANSWERS);
    assertThat(caller.pay(booking, FakeProvider.GOOD).status()).isEqualTo(202);
    assertThat(caller.cancel(booking).state()).isIn("Cancelled/Pending", "Cancelled/Refunding");
    provider.heal();
    caller.awaitState(booking, "Cancelled/Refunded");
    assertThat(provider.ledger("Charge", booking)).hasSize(1);
    assertThat(provider.net(booking)).isZero();
  }

  @Test
  void aChargeThatIsLateAfterTheCancellationIsRefusedByTheProvider() throws Exception {
    String booking = booked();
    provider.breaks(Fault.CHARGES_LATE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var paying = threads.submit(() -> caller.pay(booking, FakeProvider.GOOD, "late"));
      Caller.await("the intent is stored", () -> caller.state(booking).endsWith("/Pending"));
      assertThat(caller.cancel(booking).state()).isEqualTo("Cancelled/Pending");
      caller.awaitState(booking, "Cancelled/Declined");
      provider.heal(); // now the charge arrives
      assertThat(paying.get().status()).isEqualTo(402);
    }
    assertThat(provider.net(booking)).isZero();
    assertThat(caller.state(booking)).isEqualTo("Cancelled/Declined");
  }

  @Test
  void anUnpaidHoldExpiresAndFreesItsRoom() throws Exception {
    var environment = Caller.environment(postgres, provider.url());
    environment.put("HOLD", "1s");
    try (var brief = Backend.start(Config.from(environment))) {
      var quick = new Caller(brief.port());
      quick.awaitStatus("/health/ready", 200);
      String booking = quick.booked("market-101", 0).id();
      quick.awaitState(booking, "Expired/None");
      assertThat(quick.pay(booking, FakeProvider.GOOD).status()).isEqualTo(409);
      assertThat(quick.cancel(booking).status()).isEqualTo(409);
      quick.booked("market-101", 0);

      String unsure = quick.booked("market-102", 0).id();
      provider.breaks(Fault.HANGS);
      assertThat(quick.pay(unsure, FakeProvider.GOOD).status()).isEqualTo(202);
      assertThat(quick.book(Caller.booking("market-102", 0, 1), "unsure").status())
          .as("the hold is over, and its payment may still succeed")
          .isEqualTo(409);
      provider.heal();
      quick.awaitState(unsure, "Expired/Declined");
      assertThat(provider.net(unsure)).isZero();
    }
  }
}
