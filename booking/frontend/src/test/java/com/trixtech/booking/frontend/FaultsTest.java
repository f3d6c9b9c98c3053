package com.trixtech.booking.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.booking.frontend.FakeBackend.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What guests see while the backend is broken, in each of the ways in which it can be. */
class FaultsTest {
  private static final Map<String, String> ADA =
      Map.of("name", "Ada Lovelace", "email", "ada@example.com");

  private Running running;
  private FakeBackend backend;
  private Visitor visitor;

  @BeforeEach
  void start() throws Exception {
    running = Running.start();
    backend = running.backend();
    visitor = running.visitor();
  }

  @AfterEach
  void stop() {
    running.close();
  }

  /** The ways in which no page can get an answer. */
  enum Outage {
    Gone,
    Hangs,
    Fails,
    Sheds,
    TalksNonsense;

    void begin(FakeBackend backend) {
      switch (this) {
        case Gone -> backend.stop();
        case Hangs -> backend.breaks(Fault.Hang);
        case Fails -> backend.breaks(Fault.Errors);
        case Sheds -> backend.breaks(Fault.Sheds);
        case TalksNonsense -> backend.breaks(Fault.Nonsense);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Outage.class)
  void everyPageSaysHowThingsAreKeepsWhatWasTypedAndOffersToTryAgain(Outage outage)
      throws Exception {
    var form = running.bookForm("harbour-105");
    var pay = running.book("harbour-102");
    var ask = visitor.get(pay.link("Cancel this booking"));
    String booking = ask.link("No, keep it");
    outage.begin(backend);

    var search = visitor.get("/rooms?" + Running.stay() + "&house=Hill+House");
    isHonest(search);
    assertThat(search.heading()).isEqualTo("We cannot search right now");
    assertThat(search.link("Try again"))
        .isEqualTo("/rooms?" + Running.stay() + "&house=Hill+House");
    assertThat(search.fields()).containsEntry("from", Running.from().toString());
    assertThat(search.html()).contains("<option value=\"Hill House\" selected>");
    assertThat(search.text())
        .contains("As we knew it", "ago", "Harbour House", "12 rooms, from €79 a night");

    var room = running.bookForm("harbour-105");
    isHonest(room);
    assertThat(room.text()).contains("Harbour House, Double, room 105", "2 nights, 2 guests");
    assertThat(room.link("Try again")).isEqualTo("/book?room=harbour-105&" + Running.stay());

    var book = visitor.fill(form, ADA);
    isHonest(book);
    assertThat(book.text())
        .contains("we do not know yet whether the room is yours", "Total €238", "Try again");
    assertThat(book.fields())
        .containsEntry("name", "Ada Lovelace")
        .containsEntry("email", "ada@example.com")
        .containsEntry("key", form.fields().get("key"));

    var paid = visitor.fill(pay, Map.of("card", FakeBackend.PAYS));
    isHonest(paid);
    assertThat(paid.text()).contains("we do not know yet whether you have paid", "you pay once");
    assertThat(paid.fields())
        .containsEntry("key", pay.fields().get("key"))
        .containsEntry("card", "");

    var cancelled = visitor.fill(ask, Map.of());
    isHonest(cancelled);
    assertThat(cancelled.fields()).containsEntry("key", ask.fields().get("key"));

    var seen = visitor.get(booking);
    isHonest(seen);
    assertThat(seen.text()).contains("Your booking is safe");
    assertThat(seen.link("Try again")).isEqualTo(booking);

    var found =
        visitor.fill(visitor.get("/find"), Map.of("code", "K7M2PAA", "email", "a@b.example"));
    isHonest(found);
    assertThat(found.fields())
        .containsEntry("code", "K7M2PAA")
        .containsEntry("email", "a@b.example");
  }

  /** 503 with a page for people: no stack, no class, no address of a machine. */
  private static void isHonest(Visitor.View page) {
    assertThat(page.status()).as(page.text()).isEqualTo(503);
    assertThat(page.header("Retry-After")).isNotEmpty();
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.html())
        .contains("<h1>", "Try again")
        .doesNotContain("Exception", "\tat ", "com.trixtech", "127.0.0.1", FakeBackend.PAYS);
  }

  @ParameterizedTest
  @EnumSource(Outage.class)
  void theStartPageStaysAndTellsOfItAndAllIsWellAfterwards(Outage outage) throws Exception {
    outage.begin(backend);
    isHonest(visitor.get("/rooms?" + Running.stay())); // then somebody looks at once
    Visitor.await(
        "the start page tells of it", () -> visitor.get("/").text().contains("not answering"));
    var page = visitor.get("/");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).contains("As we knew it", "12 rooms, from €79 a night");

    if (outage == Outage.Gone) {
      backend.comeBack();
    }
    backend.breaks(Fault.None);
    Visitor.await("the notice is gone", () -> !visitor.get("/").text().contains("not answering"));
    Visitor.await(
        "the search works", () -> visitor.get("/rooms?" + Running.stay()).status() == 200);
  }

  @Test
  void aFrontendThatNeverMetItsBackendServesWhatItCan() throws Exception {
    var gone = new FakeBackend();
    gone.stop();
    try (var cold = Running.startCold(gone)) {
      Visitor.await(
          "the start page tells of it",
          () -> cold.visitor().get("/").text().contains("not answering"));
      var search = cold.visitor().get("/rooms?" + Running.stay());
      isHonest(search);
      assertThat(search.text()).doesNotContain("As we knew it");
      isHonest(cold.bookForm("harbour-102"));
    }
  }

  @Test
  void anAnswerThatWasLostIsAskedForAgainUnderTheSameKeyAndNothingIsDoneTwice() throws Exception {
    var form = running.bookForm("harbour-102");
    backend.breaks(Fault.AnswerLost);
    var lost = visitor.fill(form, ADA);
    isHonest(lost);
    assertThat(backend.books().bookings()).isEqualTo(1);
    backend.breaks(Fault.None);
    var pay = visitor.follow(visitor.fill(lost, Map.of()));
    assertThat(backend.books().bookings()).isEqualTo(1);

    backend.breaks(Fault.AnswerLost);
    var unknown = visitor.fill(pay, Map.of("card", FakeBackend.PAYS));
    isHonest(unknown);
    backend.breaks(Fault.None);
    var done = visitor.follow(visitor.fill(unknown, Map.of("card", FakeBackend.PAYS)));
    assertThat(done.heading()).isEqualTo("Your booking is confirmed");
    assertThat(backend.books().charges()).isEqualTo(1);

    var ask = visitor.get(done.link("Cancel this booking"));
    backend.breaks(Fault.AnswerLost);
    var maybe = visitor.fill(ask, Map.of());
    isHonest(maybe);
    backend.breaks(Fault.None);
    assertThat(visitor.follow(visitor.fill(maybe, Map.of())).heading())
        .isEqualTo("Your booking is cancelled");
  }

  @ParameterizedTest
  @EnumSource(Outage.class)
  void aFaultOfTheBackendLeavesTheFrontendReadyAndAlive_A20_A21(Outage outage) throws Exception {
    Visitor.await("it is started", () -> visitor.get("/health/startup").status() == 200);
    outage.begin(backend);
    isHonest(visitor.get("/rooms?" + Running.stay())); // then somebody looks at once
    Visitor.await(
        "the start page tells of it", () -> visitor.get("/").text().contains("not answering"));
    for (String path :
        List.of("/api/health", "/health/ready", "/health/live", "/health/startup", "/health")) {
      var health = visitor.get(path);
      assertThat(health.status()).as(path + " " + health.html()).isEqualTo(200);
      assertThat(health.header("Content-Type")).isEqualTo("application/json");
      assertThat(health.html()).as("no page").doesNotContain("<html");
    }
    Visitor.await(
        "health tells of it",
        () -> visitor.get("/api/health").html().contains("\"status\":\"degraded\""));
    assertThat(visitor.get("/api/health").html()).contains("backend");
  }

  @Test
  void aFormThatIsTooLargeIsRefusedWithoutAStack() throws Exception {
    var large = visitor.post("/find", Map.of("code", "x".repeat(20_000)));
    assertThat(large.status()).isEqualTo(413);
    assertThat(large.html()).doesNotContain("Exception", "\tat ");
  }

  @Test
  void theMetricsTellOfPagesCallsBreakersAndChecks() throws Exception {
    visitor.get("/rooms?" + Running.stay());
    backend.stop();
    visitor.get("/rooms?" + Running.stay());
    var metrics = visitor.get("/metrics");
    assertThat(metrics.status()).isEqualTo(200);
    assertThat(metrics.html())
        .contains(
            "http_server_requests_seconds_count{method=\"GET\",status=\"200\",uri=\"/rooms\"}")
        .contains(
            "http_server_requests_seconds_count{method=\"GET\",status=\"503\",uri=\"/rooms\"}")
        .contains(
            "http_client_requests_seconds_count{method=\"GET\",status=\"200\",uri=\"/availability\"}")
        .contains(
            "http_client_requests_seconds_count{method=\"GET\",status=\"none\",uri=\"/availability\"}")
        .contains("circuit_breaker_state{name=\"backend-reads\",state=\"closed\"} 1")
        .contains("circuit_breaker_state{name=\"backend-writes\",state=\"open\"} 0")
        .contains("health_check_status{check=\"backend\"}")
        .contains("jvm_memory_used_bytes");
  }
}
