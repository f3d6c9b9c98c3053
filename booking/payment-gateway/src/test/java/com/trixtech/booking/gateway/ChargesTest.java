package com.trixtech.booking.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller may rely on while nothing is wrong. */
class ChargesTest extends GatewayTest {

  @Test
  void theSameChargeTwiceIsOneChargeAndTheSameAnswer() throws Exception {
    var caller = start();
    var first = caller.pay("k1", 12_900);
    assertThat(first.status()).isEqualTo(201);
    assertThat(first.body().toString())
        .startsWith(
            "{\"key\":\"k1\",\"state\":\"Succeeded\",\"amount\":{\"currency\":\"EUR\",\"minor\":12900},"
                + "\"reference\":\"booking-k1\",\"refunded\":{\"currency\":\"EUR\",\"minor\":0},\"createdAt\":\"20");
    var again = caller.pay("k1", 12_900);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(caller.get("/charges/k1").body()).isEqualTo(first.body());
    assertThat(kinds(caller)).containsExactly("Charge k1");
  }

  @Test
  void aKeyWithOtherContentIsRefusedAndChangesNothing() throws Exception {
    var caller = start();
    caller.pay("k1", 12_900);
    for (String other :
        List.of(
            Caller.charge(12_901, Caller.GOOD, "booking-k1"),
            Caller.charge(12_900, "5555555555554444", "booking-k1"),
            Caller.charge(12_900, Caller.GOOD, "booking-k2"),
            Caller.charge(12_900, Caller.GOOD, "booking-k1").replace("EUR", "CHF"))) {
      var refused = caller.put("/charges/k1", other);
      assertThat(refused.status()).as(other).isEqualTo(409);
      assertThat(refused.body().path("code").asText()).isEqualTo("KEY_REUSED");
    }
    assertThat(kinds(caller)).containsExactly("Charge k1");
  }

  @Test
  void eachCardAnswersAsItsNumberSays() throws Exception {
    var caller = start();
    Map<String, String> reasons =
        Map.of(
            "4000000000000002", "card_declined",
            "4000000000009995", "insufficient_funds");
    for (var card : reasons.entrySet()) {
      String body = Caller.charge(500, card.getKey(), "b");
      var declined = caller.put("/charges/" + card.getValue(), body);
      assertThat(declined.status()).isEqualTo(402);
      assertThat(declined.state()).isEqualTo("Declined");
      assertThat(declined.body().path("reason").asText()).isEqualTo(card.getValue());
      var again = caller.put("/charges/" + card.getValue(), body);
      assertThat(again.status()).isEqualTo(402);
      assertThat(again.body()).isEqualTo(declined.body());
    }
    for (String good :
        List.of(Caller.GOOD, "5555555555554444", "378282246310005", "6304000000000000")) {
      assertThat(caller.put("/charges/c" + good, Caller.charge(500, good, "b")).status())
          .as(good)
          .isEqualTo(201);
    }
    assertThat(kinds(caller))
        .filteredOn(k -> k.startsWith("Decline"))
        .containsExactlyInAnyOrder("Decline card_declined", "Decline insufficient_funds");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"amount\":{\"currency\":\"EUR\",\"minor\":1},\"reference\":\"b\"}",
        "{\"amount\":{\"currency\":\"EUR\",\"minor\":1},\"card\":\"4242424242424241\",\"reference\":\"b\"}",
        "{\"amount\":{\"currency\":\"EUR\",\"minor\":1},\"card\":\"42424242424\",\"reference\":\"b\"}",
        "{\"amount\":{\"currency\":\"EUR\",\"minor\":0},\"card\":\"4242424242424242\",\"reference\":\"b\"}",
        "{\"amount\":{\"currency\":\"EUR\",\"minor\":1.5},\"card\":\"4242424242424242\",\"reference\":\"b\"}",
        "{\"amount\":{\"currency\":\"eur\",\"minor\":1},\"card\":\"4242424242424242\",\"reference\":\"b\"}",
        "{\"amount\":{\"currency\":\"EUR\",\"minor\":1},\"card\":\"4242424242424242\",\"reference\":\"\"}",
        "{\"amount\":{\"currency\":\"EUR\",\"minor\":1},\"card\":\"4242424242424242\",\"reference\":\"b\",\"tip\":1}"
      })
  void whatCannotBeUsedIsRefusedWithWhatWasExpected(String body) throws Exception {
    var caller = start();
    var refused = caller.put("/charges/k1", body);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().path("error").asText())
        .matches(".+: .*\\(expected: .+\\)")
        .doesNotContain("42424242");
    assertThat(caller.get("/charges/k1").status()).isEqualTo(404);
    assertThat(
            caller.put("/charges/" + "k".repeat(129), Caller.charge(1, Caller.GOOD, "b")).status())
        .isEqualTo(400);
    assertThat(caller.ledger()).isEmpty();
  }

  @Test
  void aCancelledKeyIsNeverChargedAndAMadeChargeIsNotCancelled() throws Exception {
    var caller = start();
    var cancelled = caller.cancel("k1");
    assertThat(cancelled.status()).isEqualTo(200);
    assertThat(cancelled.state()).isEqualTo("Cancelled");
    assertThat(caller.cancel("k1").body()).isEqualTo(cancelled.body());
    var late = caller.pay("k1", 100);
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.body().path("code").asText()).isEqualTo("KEY_CANCELLED");

    var made = caller.pay("k2", 100);
    assertThat(caller.cancel("k2").body()).isEqualTo(made.body());
    assertThat(kinds(caller)).containsExactly("Cancel k1", "Charge k2");
  }

  @Test
  void refundsNeverAddUpToMoreThanWasCharged() throws Exception {
    var caller = start();
    caller.pay("k1", 1000);
    assertThat(caller.put("/refunds/r1", Caller.refund("k1", 600)).status()).isEqualTo(201);
    assertThat(caller.put("/refunds/r1", Caller.refund("k1", 600)).status()).isEqualTo(200);
    assertThat(caller.put("/refunds/r1", Caller.refund("k1", 601)).body().path("code").asText())
        .isEqualTo("KEY_REUSED");
    var tooMuch = caller.put("/refunds/r2", Caller.refund("k1", 401));
    assertThat(tooMuch.status()).isEqualTo(409);
    assertThat(tooMuch.body().path("code").asText()).isEqualTo("MORE_THAN_CHARGED");
    assertThat(caller.get("/refunds/r2").status()).isEqualTo(404);
    var rest = caller.put("/refunds/r2", Caller.refund("k1", 400));
    assertThat(rest.status()).isEqualTo(201);
    assertThat(caller.get("/refunds/r2").body()).isEqualTo(rest.body());
    assertThat(caller.get("/charges/k1").body().path("refunded").path("minor").asLong())
        .isEqualTo(1000);
    assertThat(caller.put("/refunds/r3", Caller.refund("nothing", 1)).status()).isEqualTo(404);
    caller.cancel("k2");
    assertThat(caller.put("/refunds/r3", Caller.refund("k2", 1)).status()).isEqualTo(409);
    String francs = Caller.refund("k1", 1).replace("EUR", "CHF");
    assertThat(caller.put("/refunds/r4", francs).status()).isEqualTo(409);
    assertThat(kinds(caller)).containsExactly("Charge k1", "Refund r1", "Refund r2", "Cancel k2");
    assertThat(caller.ledger().get(1).toString())
        .startsWith(
            "{\"seq\":2,\"kind\":\"Refund\",\"key\":\"r1\",\"charge\":\"k1\",\"reference\":\"booking-k1\","
                + "\"amount\":{\"currency\":\"EUR\",\"minor\":600},\"at\":\"20");
  }

  @Test
  void aHundredCallersWithOneKeyMakeOneCharge() throws Exception {
    var caller = start();
    List<Caller.Reply> replies = together(100, i -> caller.pay("k1", 700));
    assertThat(replies).filteredOn(r -> r.status() == 201).hasSize(1);
    assertThat(replies).filteredOn(r -> r.status() == 200).hasSize(99);
    assertThat(replies.stream().map(Caller.Reply::body).distinct()).hasSize(1);
    assertThat(kinds(caller)).containsExactly("Charge k1");
  }

  @Test
  void ofACancelAndAChargeAtOnceOnlyOneHappens() throws Exception {
    var caller = start();
    int races = 100;
    List<Caller.Reply> replies =
        together(
            2 * races, i -> i % 2 == 0 ? caller.pay("k" + i / 2, 700) : caller.cancel("k" + i / 2));
    int charged = 0;
    for (int race = 0; race < races; race++) {
      var pay = replies.get(2 * race);
      var cancel = replies.get(2 * race + 1);
      boolean won = pay.status() == 201;
      charged += won ? 1 : 0;
      assertThat(pay.status()).isIn(201, 409);
      assertThat(cancel.status()).isEqualTo(200);
      assertThat(cancel.state()).isEqualTo(won ? "Succeeded" : "Cancelled");
    }
    assertThat(kinds(caller)).hasSize(races).doesNotHaveDuplicates();
    assertThat(kinds(caller)).filteredOn(k -> k.startsWith("Charge")).hasSize(charged);
  }

  @Test
  void ofRefundsAtOnceNoneIsMoreThanWasCharged() throws Exception {
    var caller = start();
    caller.pay("k1", 1000);
    List<Caller.Reply> replies =
        together(50, i -> caller.put("/refunds/r" + i, Caller.refund("k1", 300)));
    assertThat(replies).filteredOn(r -> r.status() == 201).hasSize(3);
    assertThat(replies).filteredOn(r -> r.status() == 409).hasSize(47);
  }

  @Test
  void theLedgerIsReadPageByPageAndLeavesOutNothing() throws Exception {
    var caller = start();
    for (int i = 1; i <= 5; i++) {
      caller.pay("k" + i, 100);
    }
    var page = caller.get("/ledger?limit=2").body();
    assertThat(page.path("entries"))
        .extracting(e -> e.path("key").asText())
        .containsExactly("k1", "k2");
    page = caller.get("/ledger?limit=2&after=" + page.path("next").asLong()).body();
    assertThat(page.path("entries"))
        .extracting(e -> e.path("key").asText())
        .containsExactly("k3", "k4");
    page = caller.get("/ledger?limit=2&after=" + page.path("next").asLong()).body();
    assertThat(page.path("entries")).extracting(e -> e.path("key").asText()).containsExactly("k5");
    assertThat(page.path("next").isNull()).isTrue();
    for (String wrong : List.of("limit=0", "limit=1001", "after=-1", "after=x")) {
      assertThat(caller.get("/ledger?" + wrong).status()).as(wrong).isEqualTo(400);
    }
  }

  @Test
  void whatIsStoredIsThereAfterARestartAndNoCardNumberIs() throws Exception {
    var caller = start();
    var before = caller.pay("k1", 100);
    stop();
    caller = start();
    assertThat(caller.get("/charges/k1").body()).isEqualTo(before.body());
    assertThat(caller.pay("k1", 100).status()).as("the card's print is the same").isEqualTo(200);
    stop();
    try (Stream<java.nio.file.Path> files = java.nio.file.Files.list(directory)) {
      for (var file : files.toList()) {
        assertThat(new String(java.nio.file.Files.readAllBytes(file), "ISO-8859-1"))
            .doesNotContain(Caller.GOOD);
      }
    }
  }

  @Test
  void healthAndMetricsSayWhatIs() throws Exception {
    var caller = start();
    for (String path : List.of("/health/live", "/health/ready", "/health/startup", "/health")) {
      var reply = caller.get(path);
      assertThat(reply.status()).as(path).isEqualTo(200);
      assertThat(reply.body().path("status").asText()).isEqualTo("up");
      assertThat(reply.body().path("why").asText()).isNotEmpty();
    }
    caller.pay("secret-key", 100);
    assertThat(caller.text("/metrics"))
        .contains("health_check_status{check=\"store\"} 1.0")
        .contains("payment_gateway_fault 0.0")
        .contains("jvm_memory_used_bytes")
        .contains(
            "http_server_requests_seconds_count{method=\"PUT\",status=\"201\",uri=\"/charges/{key}\"} 1")
        .doesNotContain("secret-key");
    assertThat(caller.get("/elsewhere").status()).isEqualTo(404);
    assertThat(caller.get("/fault").status()).as("not on this port").isEqualTo(404);
  }

  private static List<String> kinds(Caller caller) throws Exception {
    List<String> kinds = new ArrayList<>();
    for (JsonNode line : caller.ledger()) {
      kinds.add(line.path("kind").asText() + " " + line.path("key").asText());
    }
    return kinds;
  }

  private interface Call {
    Caller.Reply of(int number) throws Exception;
  }

  /** All at the same moment, as far as a machine can. */
  private static List<Caller.Reply> together(int count, Call call) throws Exception {
    var go = new CountDownLatch(1);
    List<Caller.Reply> replies = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Caller.Reply>> calls = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        calls.add(
            threads.submit(() -> {
              go.await();
              return call.of(number);
            }));
      }
      go.countDown();
      for (var reply : calls) {
        replies.add(reply.get());
      }
    }
    return replies;
  }
}
