package com.trixtech.booking.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.booking.postgres.PostgresProcess;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.DriverManager;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BookingsTest {
  private final FakeProvider provider = new FakeProvider();
  private PostgresProcess postgres;
  private Backend backend;
  private Caller caller;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    postgres = PostgresProcess.start(directory);
    backend = Backend.start(Config.from(Caller.environment(postgres, provider.url())));
    caller = new Caller(backend.port());
    caller.awaitStatus("/health/ready", 200);
  }

  @AfterAll
  void stop() {
    backend.close();
    postgres.close();
    provider.close();
  }

  @Test
  void thereAreTwoHundredRoomsInFourHouses() throws Exception {
    var rooms = caller.get("/rooms").body().path("rooms");
    assertThat(rooms).hasSize(200);
    Set<String> houses = new HashSet<>();
    Set<String> ids = new HashSet<>();
    for (var room : rooms) {
      houses.add(room.path("house").asText());
      ids.add(room.path("id").asText());
      assertThat(room.path("price").path("minor").asLong()).isPositive();
      assertThat(room.path("guests").asInt()).isPositive();
    }
    assertThat(houses).hasSize(4);
    assertThat(ids).hasSize(200).contains("harbour-101");
  }

  @Test
  void freeRoomsAreShownCheapestFirstWithTheirTotal() throws Exception {
    var found =
        caller
            .get(
                "/availability?from=%s&to=%s&guests=3&house=Hill%%20House"
                    .formatted(Caller.DAY, Caller.DAY.plusDays(3)))
            .body();
    assertThat(found.path("nights").asInt()).isEqualTo(3);
    assertThat(found.path("rooms")).hasSize(15);
    long before = 0;
    for (var room : found.path("rooms")) {
      assertThat(room.path("house").asText()).isEqualTo("Hill House");
      assertThat(room.path("guests").asInt()).isGreaterThanOrEqualTo(3);
      long total = room.path("total").path("minor").asLong();
      assertThat(total).isEqualTo(3 * room.path("price").path("minor").asLong());
      assertThat(total).isGreaterThanOrEqualTo(before);
      before = total;
    }
  }

  @Test
  void aBookedRoomIsFreeBeforeAndAfterAndNotBetween() throws Exception {
    var booked = caller.book(Caller.booking("market-203", 10, 13), "between");
    assertThat(booked.status()).isEqualTo(201);
    assertThat(free("market-203", 8, 10)).isTrue();
    assertThat(free("market-203", 9, 11)).isFalse();
    assertThat(free("market-203", 11, 12)).isFalse();
    assertThat(free("market-203", 13, 14)).isTrue();
    assertThat(caller.book(Caller.booking("market-203", 12, 14), "overlap").status())
        .isEqualTo(409);
    assertThat(caller.book(Caller.booking("market-203", 13, 14), "after").status()).isEqualTo(201);

    caller.cancel(booked.id());
    assertThat(free("market-203", 9, 11)).as("a cancelled booking holds nothing").isTrue();
  }

  private boolean free(String room, int from, int to) throws Exception {
    var found =
        caller.get(
            "/availability?guests=1&from=%s&to=%s"
                .formatted(Caller.DAY.plusDays(from), Caller.DAY.plusDays(to)));
    assertThat(found.status()).isEqualTo(200);
    for (var one : found.body().path("rooms")) {
      if (one.path("id").asText().equals(room)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void aBookingSaysAllThatWasAgreed() throws Exception {
    var booked = caller.book(Caller.booking("harbour-101", 0, 2), "agreed");
    assertThat(booked.header("X-Served-By")).isEqualTo("backend-1");
    assertThat(booked.header("X-Release")).isEqualTo("v7");
    var body = booked.body();
    assertThat(booked.header("Location")).isEqualTo("/bookings/" + booked.id());
    assertThat(caller.get(booked.header("Location")).body()).isEqualTo(body);
    assertThat(body.path("house").asText()).isEqualTo("Harbour House");
    assertThat(body.path("from").asText()).isEqualTo(Caller.DAY.toString());
    assertThat(body.path("price").path("minor").asLong()).isEqualTo(2 * 9900);
    assertThat(booked.state()).isEqualTo("PendingPayment/None");
    assertThat(body.path("holdExpiresAt").asText()).isGreaterThan(body.path("createdAt").asText());
    String code = body.path("code").asText();
    assertThat(code).matches("[23456789ABCDEFGHJKMNPQRSTVWXYZ]{7}");

    String typed =
        code.substring(0, 3).toLowerCase(java.util.Locale.ROOT) + "-" + code.substring(3);
    var own = caller.get("/bookings?code=" + typed + "&email=Ada@Example.org").body();
    assertThat(own.path("bookings")).containsExactly(body);
    assertThat(
            caller.get("/bookings?code=" + code + "&email=eve@example.org").body().path("bookings"))
        .isEmpty();
  }

  @Test
  void allBookingsArePagedInTheirOrderWithTheirPaymentKeys() throws Exception {
    var first = caller.booked("garden-505", 50);
    var second = caller.booked("garden-505", 51);
    caller.pay(second.id(), FakeProvider.DECLINED);
    caller.pay(second.id(), FakeProvider.GOOD);
    var found = new java.util.ArrayList<com.fasterxml.jackson.databind.JsonNode>();
    for (String next = "0"; !next.equals("null"); ) {
      var page = caller.get("/bookings?limit=2&after=" + next).body();
      page.path("bookings").forEach(found::add);
      next = page.path("next").asText();
    }
    var ids = found.stream().map(b -> b.path("id").asText()).toList();
    assertThat(ids).doesNotHaveDuplicates().containsSubsequence(first.id(), second.id());
    var paid = found.get(ids.indexOf(second.id()));
    assertThat(paid.path("paymentKeys")).hasSize(2);
    assertThat(paid.path("paymentKeys").get(1).asText())
        .isEqualTo(provider.ledger("Charge", second.id()).getFirst().key());
  }

  @Test
  void theSameKeyGetsTheFirstAnswerAgainEvenARefusalOrAfterACancellation() throws Exception {
    String body = Caller.booking("garden-101", 0, 1);
    var first = caller.book(body, "k-1");
    assertThat(caller.book(body, "k-2").status()).isEqualTo(409);
    caller.cancel(first.id());
    var again = caller.book(body.replace(",", " , "), "k-1");
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    var refused = caller.book(body, "k-2");
    assertThat(refused.status())
        .as("the room is free now, the first answer was 409")
        .isEqualTo(409);
    assertThat(refused.body().path("code").asText()).isEqualTo("ROOM_TAKEN");
  }

  @Test
  void theSameKeyGetsTheFirstAnswerAgainAlsoAfterMidnight() throws Exception {
    LocalDate yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1);
    String body =
        "{\"room\":\"garden-105\",\"from\":\"%s\",\"to\":\"%s\",\"guest\":{\"name\":\"A\",\"email\":\"a@b\"},\"guests\":1}"
            .formatted(yesterday, yesterday.plusDays(2));
    String meaning =
        String.join(
            "\n",
            "book",
            "garden-105",
            yesterday.toString(),
            yesterday.plusDays(2).toString(),
            "A",
            "a@b",
            "1");
    var hash =
        MessageDigest.getInstance("SHA-256").digest(meaning.getBytes(StandardCharsets.UTF_8));
    try (var connection =
            DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
        var insert =
            connection.prepareStatement(
                "INSERT INTO idempotency_key (key, request_hash, status, answer)"
                    + " VALUES ('of-yesterday', ?, 201, '{\"id\":\"b-1\"}')")) {
      insert.setString(1, HexFormat.of().formatHex(hash));
      insert.executeUpdate();
    }
    var again = caller.book(body, "of-yesterday");
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.id()).isEqualTo("b-1");
    var first = caller.book(body, "of-today");
    assertThat(first.status()).isEqualTo(400);
    assertThat(first.body().path("field").asText()).isEqualTo("from");
  }

  @Test
  void aKeyOfOtherContentOrOfAnotherOperationIsRefused() throws Exception {
    String body = Caller.booking("garden-102", 0, 1);
    var first = caller.book(body, "other");
    assertThat(caller.book(body.replace("Ada", "Bob"), "other").status()).isEqualTo(422);
    assertThat(caller.cancel(first.id(), "other").status()).isEqualTo(422);
    assertThat(caller.pay(first.id(), FakeProvider.GOOD, "other").status()).isEqualTo(422);
    assertThat(caller.state(first.id())).isEqualTo("PendingPayment/None");
  }

  @Test
  void aWriteWithoutAKeyIsRefused() throws Exception {
    var booked = caller.booked("garden-103", 0);
    for (var reply :
        java.util.List.of(
            caller.book(Caller.booking("garden-104", 0, 1), ""),
            caller.pay(booked.id(), FakeProvider.GOOD, ""),
            caller.cancel(booked.id(), ""))) {
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.body().path("error").asText()).startsWith("Idempotency-Key: missing");
    }
    assertThat(caller.state(booked.id())).isEqualTo("PendingPayment/None");
  }

  @Test
  void manyAtOnceWithOneKeyBookOnceAndAllHearTheSame() throws Exception {
    String body = Caller.booking("hill-101", 0, 1);
    var replies = Crowd.of(16, _ -> caller.bookPatiently(body, "same"));
    assertThat(replies).allMatch(r -> r.status() == 201);
    assertThat(replies.stream().map(Caller.Reply::body).distinct()).hasSize(1);
  }

  @Test
  void fiftyGuestsWantOneRoomAndExactlyOneGetsIt() throws Exception {
    for (int night = 0; night < 5; night++) {
      String body = Caller.booking("hill-202", night, night + 1);
      int n = night;
      var statuses = Crowd.of(50, i -> caller.bookPatiently(body, "fifty-" + n + "-" + i).status());
      assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "body   | not json",
        "room   | {\"from\":\"2031-05-01\",\"to\":\"2031-05-02\"}",
        "room   | {\"room\":\"no-such\",\"from\":\"2031-05-01\",\"to\":\"2031-05-02\",\"guest\":{\"name\":\"A\",\"email\":\"a@b\"},\"guests\":1}",
        "from   | {\"room\":\"hill-101\",\"from\":\"tomorrow\",\"to\":\"2031-05-02\"}",
        "from   | {\"room\":\"hill-101\",\"from\":\"2020-05-01\",\"to\":\"2020-05-02\",\"guest\":{\"name\":\"A\",\"email\":\"a@b\"},\"guests\":1}",
        "from   | {\"room\":\"hill-101\",\"from\":\"2099-05-01\",\"to\":\"2099-05-02\",\"guest\":{\"name\":\"A\",\"email\":\"a@b\"},\"guests\":1}",
        "to     | {\"room\":\"hill-101\",\"from\":\"2031-05-01\",\"to\":\"2031-05-01\"}",
        "to     | {\"room\":\"hill-101\",\"from\":\"2031-05-01\",\"to\":\"2031-06-01\"}",
        "name   | {\"room\":\"hill-101\",\"from\":\"2031-05-01\",\"to\":\"2031-05-02\",\"guest\":{\"name\":\" \",\"email\":\"a@b\"},\"guests\":1}",
        "email  | {\"room\":\"hill-101\",\"from\":\"2031-05-01\",\"to\":\"2031-05-02\",\"guest\":{\"name\":\"A\",\"email\":\"ab\"},\"guests\":1}",
        "guests | {\"room\":\"hill-101\",\"from\":\"2031-05-01\",\"to\":\"2031-05-02\",\"guest\":{\"name\":\"A\",\"email\":\"a@b\"},\"guests\":2}",
        "guests | {\"room\":\"hill-101\",\"from\":\"2031-05-01\",\"to\":\"2031-05-02\",\"guest\":{\"name\":\"A\",\"email\":\"a@b\"},\"guests\":1.5}",
        "costs  | {\"costs\":1}",
      })
  void aRequestThatCannotBeUnderstoodNamesTheField(String field, String body) throws Exception {
    var reply = caller.book(body, "invalid");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body().path("field").asText()).isEqualTo(field);
    assertThat(reply.body().path("error").asText()).contains("(expected: ");
  }

  @Test
  void whatDoesNotExistIsNotFoundAndUsesUpNoKey() throws Exception {
    String nobody = "00000000-0000-0000-0000-000000000000";
    assertThat(caller.get("/bookings/" + nobody).status()).isEqualTo(404);
    assertThat(caller.cancel(nobody, "nobody").status()).isEqualTo(404);
    assertThat(caller.pay(nobody, FakeProvider.GOOD, "nobody").status()).isEqualTo(404);
    assertThat(caller.book(Caller.booking("hill-303", 0, 1), "nobody").status()).isEqualTo(201);
    assertThat(caller.get("/bookings/7").status()).isEqualTo(400);
    assertThat(caller.get("/elsewhere").status()).isEqualTo(404);
  }

  @Test
  void aSecondBackendStartsOnTheMigratedSchema() throws Exception {
    try (var second = Backend.start(Config.from(Caller.environment(postgres, provider.url())))) {
      new Caller(second.port()).awaitStatus("/health/startup", 200);
      new Caller(second.port()).awaitStatus("/health", 200);
    }
  }

  @Test
  void aConnectionWhoseEndWasAnnouncedDoesEndAfterTheWholeAnswer() throws Exception {
    try (var socket = new Socket("127.0.0.1", backend.port())) {
      socket.setSoTimeout(5000); // an open connection fails the read below
      socket
          .getOutputStream()
          .write(
              "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer)
          .startsWith("HTTP/1.1 200")
          .containsIgnoringCase("Connection: close")
          .endsWith("}");
    }
  }
}
