package com.trixtech.booking.load.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.trixtech.booking.load.InMemorySystem;
import com.trixtech.booking.load.InMemorySystem.Trouble;
import com.trixtech.booking.load.LoadPlan;
import com.trixtech.booking.load.LoadReport;
import com.trixtech.booking.load.Profile;
import com.trixtech.booking.load.ledger.LedgerReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Guests under control over real HTTP, of a system in memory. */
class ControlServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private final InMemorySystem system = new InMemorySystem();

  @SuppressWarnings("NullAway.Init")
  private ControlServer server;

  @BeforeEach
  void serve() throws IOException {
    server = new ControlServer(0);
  }

  @AfterEach
  void stop() {
    server.close();
    system.close();
  }

  private URI control() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  private RemoteGuests start() {
    var plan =
        new LoadPlan(
            system.backend(),
            Profile.steady(150),
            0.4,
            7,
            Duration.ofSeconds(60),
            Duration.ofMillis(20));
    return RemoteGuests.start(control(), plan, Duration.ofSeconds(1));
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(control().resolve(path))
              .method(method, BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    }
  }

  @Test
  void a_load_is_started_steered_stopped_and_checked_as_one_of_the_same_process_is()
      throws Exception {
    try (RemoteGuests guests = start()) {
      await(() -> guests.counts().total() >= 300);
      assertThat(guests.counts().failed()).isZero();
      assertThat(guests.counts().lastHarm()).isNull();
      guests.measureFromNow();
      assertThat(guests.counts().total()).isLessThan(300);
      system.trouble((_, _, nth) -> nth % 3 == 0 ? Trouble.SHED : Trouble.NONE);
      guests.turnTo(400);
      await(() -> guests.counts().shed() >= 20 && guests.report().acknowledged() >= 20);
      assertThat(guests.counts().lastHarm()).isNotNull();
      system.trouble((_, _, _) -> Trouble.NONE);

      Guests.Ended ended = guests.stop();

      LoadReport report = ended.report();
      assertThat(report.turnedAway()).isNotNull();
      assertThat(report.p99()).isPositive();
      assertThat(ended.seconds().stream().mapToLong(LoadReport.Second::total).sum())
          .isEqualTo(report.total());
      assertThat(guests.stop()).isEqualTo(ended);
      LedgerReport ledger = guests.check(system.gateway(), PATIENCE);
      assertThat(ledger.breaches()).as(ledger.examples().toString()).isEmpty();
      assertThat(ledger.acknowledged()).isEqualTo(report.acknowledged());
      system.bookings().removeFirst();
      assertThat(guests.check(system.gateway(), PATIENCE).clean()).isFalse();
    }
  }

  @Test
  void guests_on_connections_of_their_own_are_served_as_well() throws Exception {
    var plan = LoadPlan.of(system.backend(), Profile.steady(150)).withFreshConnections();
    try (var guests = RemoteGuests.start(control(), plan, Duration.ofSeconds(1))) {
      await(() -> guests.report().acknowledged() >= 10);
      assertThat(guests.stop().report().failed()).isZero();
      assertThat(guests.check(system.gateway(), PATIENCE).clean()).isTrue();
    }
    assertThat(system.connections()).isGreaterThan(50);
  }

  @Test
  void a_second_start_changes_nothing_so_that_a_lost_answer_may_be_asked_for_again() {
    try (RemoteGuests first = start();
        RemoteGuests second = start()) {
      await(() -> first.counts().total() >= 10);
      assertThat(second.counts().total()).isGreaterThanOrEqualTo(10);
    }
  }

  @Test
  void a_book_that_cannot_be_read_is_said_and_is_no_proof() {
    try (RemoteGuests guests = start()) {
      guests.stop();
      assertThatThrownBy(() -> guests.check(URI.create("http://127.0.0.1:1"), Duration.ofMillis(1)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void what_makes_no_sense_is_answered_with_a_sentence() throws Exception {
    assertThat(send("GET", "/counts", "").statusCode()).isEqualTo(409);
    assertThat(send("GET", "/counts", "").body()).contains("load: none (expected: PUT /load");
    assertThat(send("PUT", "/load", "{").statusCode()).isEqualTo(400);
    assertThat(send("DELETE", "/load", "").statusCode()).isEqualTo(405);
    try (RemoteGuests guests = start()) {
      assertThatThrownBy(() -> guests.turnTo(0))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("requestsPerSecond: 0");
    }
  }

  @Test
  void where_nobody_answers_that_is_said_after_some_tries() {
    RemoteGuests guests = start();
    server.close();
    assertThatThrownBy(guests::counts)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("load: GET /counts")
        .hasMessageContaining("(expected: an answer)");
    guests.close();
  }

  @Test
  void it_knows_for_how_long_nobody_has_asked() throws Exception {
    await(() -> server.alone().compareTo(Duration.ofMillis(50)) > 0);
    Duration before = server.alone();
    send("GET", "/counts", "");
    assertThat(server.alone()).isLessThan(before.plusSeconds(5));
  }

  private static void await(BooleanSupplier holds) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("not within " + PATIENCE).isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }
}
