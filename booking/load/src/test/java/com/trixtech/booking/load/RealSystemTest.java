package com.trixtech.booking.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.booking.backend.Backend;
import com.trixtech.booking.frontend.Frontend;
import com.trixtech.booking.gateway.Gateway;
import com.trixtech.booking.load.guest.Met;
import com.trixtech.booking.load.history.Call.Kind;
import com.trixtech.booking.load.history.Call.Outcome;
import com.trixtech.booking.load.ledger.Breach;
import com.trixtech.booking.load.ledger.LedgerCheck;
import com.trixtech.booking.load.ledger.LedgerReport;
import com.trixtech.booking.postgres.PostgresProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Guests, frontend, backend, provider and PostgreSQL, all of them real. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealSystemTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private PostgresProcess postgres;
  private Gateway gateway;
  private Backend backend;
  private Frontend frontend;
  private URI service;
  private URI pages;
  private URI provider;

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
    provider = URI.create("http://127.0.0.1:" + gateway.port());
    backend =
        Backend.start(
            com.trixtech.booking.backend.Config.from(
                Map.of(
                    "PORT", "0",
                    "DRAIN", "0ms",
                    "DATABASE_URL", postgres.url(),
                    "DATABASE_USER", postgres.user(),
                    "DATABASE_PASSWORD", postgres.password(),
                    "PAYMENT_URL", provider.toString())));
    service = URI.create("http://127.0.0.1:" + backend.port());
    frontend =
        Frontend.start(
            com.trixtech.booking.frontend.Config.from(
                Map.of("PORT", "0", "DRAIN", "0ms", "BACKEND_URL", service.toString())));
    pages = URI.create("http://127.0.0.1:" + frontend.port());
    await("the frontend is ready", () -> status(pages.resolve("/health/startup")) == 200);
    await("the backend is ready", () -> status(service.resolve("/health/ready")) == 200);
  }

  @AfterAll
  void stop() {
    frontend.close();
    backend.close();
    gateway.close();
    postgres.close();
  }

  /** The time-out is for a machine that does much else at the same time. */
  private LoadRun load(long seed) {
    return LoadRun.start(
        new LoadPlan(
            service, Profile.steady(60), 0.4, seed, Duration.ofSeconds(30), Duration.ofMillis(50)));
  }

  private LedgerReport check(LoadRun run) throws Exception {
    return LedgerCheck.overHttp(service, provider, run.history(), PATIENCE);
  }

  private static long calls(LoadRun run, Kind kind, Outcome outcome) {
    return run.history().calls().stream()
        .filter(c -> c.kind() == kind && c.outcome() == outcome)
        .count();
  }

  private static void assertClean(LedgerReport report) {
    assertThat(report.breaches()).as(report.examples().toString()).isEmpty();
    assertThat(report.payments().chargedMinor() - report.payments().refundedMinor())
        .isEqualTo(report.payments().dueMinor());
  }

  @Test
  @Order(1)
  void the_contract_is_kept_and_the_money_adds_up() throws Exception {
    try (var run = load(1)) {
      await(
          "guests of all kinds",
          () ->
              run.acknowledged() >= 60
                  && calls(run, Kind.PAY, Outcome.DECLINED) >= 3
                  && calls(run, Kind.CANCEL, Outcome.DONE) >= 3);
      LoadReport report = run.stop();
      assertThat(report.failures()).as("no answer contradicts the contract").isEmpty();
      LedgerReport ledger = check(run);
      assertClean(ledger);
      assertThat(ledger.acknowledged()).isGreaterThanOrEqualTo(60);
      assertThat(ledger.payments().refunds()).isGreaterThanOrEqualTo(3);
    }
  }

  @Test
  @Order(2)
  void guests_at_the_pages_book_and_pay_by_the_forms_and_their_books_agree() throws Exception {
    var plan =
        new LoadPlan(
            service,
            Profile.steady(60),
            0.4,
            5,
            Duration.ofSeconds(30),
            Duration.ofMillis(50),
            new LoadPlan.Pages(pages, 0.5),
            false);
    try (var run = LoadRun.start(plan)) {
      await("payments at the pages", () -> paidAtPages(run) >= 10);
      LoadReport report = run.stop();
      assertThat(report.failures()).as("no page contradicts what was asked for").isEmpty();
      assertThat(report.pages().failed() + report.pages().shed()).isZero();
      assertThat(report.pages().total() / (double) report.total()).isBetween(0.3, 0.7);
      assertClean(check(run));
    }
  }

  /** Their keys are the forms' own, and do not begin with the run's name. */
  private static long paidAtPages(LoadRun run) {
    return run.history().calls().stream()
        .filter(c -> c.kind() == Kind.PAY && c.outcome() == Outcome.DONE)
        .filter(c -> !c.key().startsWith(run.history().run()))
        .count();
  }

  @Test
  @Order(3)
  void payments_whose_answers_were_lost_are_deferred_and_settled() throws Exception {
    try (var run = load(2)) {
      await("guests", () -> run.acknowledged() >= 10);
      fault("{\"kind\":\"AnswerLost\",\"for\":\"PT60S\"}");
      await("deferred payments", () -> run.count(Met.DEFERRED) >= 5);
      clear();
      LoadReport report = run.stop();
      assertThat(report.failures()).isEmpty();
      LedgerReport ledger = check(run);
      assertClean(ledger);
      assertThat(ledger.settledAfter()).isLessThan(PATIENCE);
    }
  }

  @Test
  @Order(4)
  void a_frozen_database_is_harm_and_nothing_is_lost_by_it() throws Exception {
    try (var run = load(3)) {
      await("guests", () -> run.acknowledged() >= 10);
      long before = run.count(Met.FAILED) + run.count(Met.SHED);
      postgres.freeze();
      try {
        await("harm", () -> run.count(Met.FAILED) + run.count(Met.SHED) > before + 10);
      } finally {
        postgres.thaw();
      }
      long acknowledged = run.acknowledged();
      await("guests are served again", () -> run.acknowledged() > acknowledged + 10);
      run.stop();
      assertThat(run.lastHarm()).isPresent();
      assertClean(check(run));
    }
  }

  /** The last: what is spoilt stays spoilt. */
  @Test
  @Order(5)
  void damage_in_the_database_is_found() throws Exception {
    try (var run = load(4)) {
      await("guests", () -> calls(run, Kind.PAY, Outcome.DONE) >= 10 && run.acknowledged() >= 20);
      run.stop();
      assertClean(check(run));
      String[] paid =
          run.history().calls().stream()
              .filter(c -> c.kind() == Kind.PAY && c.outcome() == Outcome.DONE)
              .map(c -> String.valueOf(c.booking()))
              .distinct()
              .filter(id -> state(id).equals("Confirmed"))
              .limit(3)
              .toArray(String[]::new);
      sql(
          "DELETE FROM idempotency_key WHERE payment IN (SELECT key FROM payment WHERE booking = '"
              + paid[0]
              + "')",
          "DELETE FROM payment WHERE booking = '" + paid[0] + "'",
          "DELETE FROM booking WHERE id = '" + paid[0] + "'",
          "ALTER TABLE booking DROP CONSTRAINT booking_no_overlap",
          "INSERT INTO booking (id, code, room, stay, guests, guest_name, guest_email, price_minor, currency, state, hold_expires_at, created_at)"
              + " SELECT gen_random_uuid(), 'DOUBLED', room, stay, guests, guest_name, 'else@example.com', price_minor, currency, 'PendingPayment', now() + interval '1 hour', now()"
              + " FROM booking WHERE id = '"
              + paid[1]
              + "'",
          "UPDATE booking SET state = 'Cancelled' WHERE id = '" + paid[2] + "'");
      LedgerReport damaged =
          LedgerCheck.overHttp(service, provider, run.history(), Duration.ofSeconds(5));
      assertThat(damaged.breaches())
          .as(damaged.examples().toString())
          .isEqualTo(
              Map.of(
                  Breach.LOST, 1L,
                  Breach.ROOM_TWICE, 1L,
                  Breach.GIVEN_UP, 1L,
                  Breach.NOT_REFUNDED, 1L));
      assertThat(damaged.examples()).anyMatch(e -> e.startsWith("Lost: " + paid[0]));
    }
  }

  private String state(String booking) {
    try (var connection =
            DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
        var query = connection.createStatement();
        var rows = query.executeQuery("SELECT state FROM booking WHERE id = '" + booking + "'")) {
      return rows.next() ? rows.getString(1) : "";
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void sql(String... statements) throws Exception {
    try (var connection =
            DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void fault(String body) throws Exception {
    int status =
        status(HttpRequest.newBuilder(control()).PUT(BodyPublishers.ofString(body)).build());
    assertThat(status).isEqualTo(200);
  }

  private void clear() throws Exception {
    status(HttpRequest.newBuilder(control()).DELETE().build());
  }

  private URI control() {
    return URI.create("http://127.0.0.1:" + gateway.controlPort().orElseThrow() + "/fault");
  }

  private static int status(URI uri) {
    try {
      return status(HttpRequest.newBuilder(uri).build());
    } catch (IOException | InterruptedException e) {
      return 0;
    }
  }

  private static int status(HttpRequest request) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what + ", not within 90 s").isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
