package com.trixtech.booking.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.booking.backend.Backend;
import com.trixtech.booking.backend.Config;
import com.trixtech.booking.postgres.PostgresProcess;
import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoadRunTest {
  private PostgresProcess postgres;
  private Backend backend;
  private URI service;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    postgres = PostgresProcess.start(directory);
    backend =
        Backend.start(
            Config.from(
                Map.of(
                    "PORT",
                    "0",
                    "DRAIN",
                    "0ms",
                    "DATABASE_URL",
                    postgres.url(),
                    "DATABASE_USER",
                    postgres.user(),
                    "DATABASE_PASSWORD",
                    postgres.password())));
    service = URI.create("http://127.0.0.1:" + backend.port());
  }

  @AfterAll
  void stop() {
    backend.close();
    postgres.close();
  }

  private LoadRun load() {
    return LoadRun.start(new LoadPlan(service, 100, 0.5, 7, Duration.ofSeconds(5)));
  }

  @Test
  void every_acknowledged_booking_is_found_and_damage_is_found_too() throws Exception {
    Ledger ledger;
    try (var run = load()) {
      await(() -> run.acknowledged() >= 60);
      run.stop();
      ledger = run.ledger();
    }
    var clean = LedgerCheck.overHttp(service, ledger);
    assertThat(clean.clean()).as(clean.toString()).isTrue();
    assertThat(clean.acknowledged()).isGreaterThanOrEqualTo(60);
    assertThat(ledger.acknowledged())
        .as("some keys were sent twice")
        .hasSizeGreaterThan((int) clean.acknowledged());

    String lost = ledger.acknowledged().getFirst().bookingId();
    String doubled = ledger.acknowledged().get(20).bookingId();
    try (var connection =
            DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
        var statement = connection.createStatement()) {
      statement.execute("DELETE FROM booking WHERE id = '" + lost + "'");
      statement.execute("ALTER TABLE booking DROP CONSTRAINT booking_no_overlap");
      statement.execute(
          "INSERT INTO booking (id, resource, slot, customer) SELECT gen_random_uuid(), resource, slot, customer FROM booking WHERE id = '"
              + doubled
              + "'");
    }
    for (var damaged :
        new LedgerReport[] {
          LedgerCheck.overHttp(service, ledger),
          LedgerCheck.overJdbc(postgres.url(), postgres.user(), postgres.password(), ledger)
        }) {
      assertThat(damaged.lost()).isEqualTo(1);
      assertThat(damaged.doubled()).isEqualTo(1);
      assertThat(damaged.unexplained()).as("nobody asked for the second row").isEqualTo(1);
      assertThat(damaged.examples()).anyMatch(e -> e.startsWith("lost: " + lost));
    }
  }

  @Test
  void a_frozen_database_shows_as_failures_with_their_times_and_loses_nothing() throws Exception {
    try (var run = load()) {
      await(() -> run.acknowledged() >= 20);
      postgres.freeze();
      try {
        long before = run.failed();
        await(() -> run.failed() > before + 20);
      } finally {
        postgres.thaw();
      }
      long acknowledged = run.acknowledged();
      await(() -> run.acknowledged() > acknowledged + 20);
      var report = run.stop();
      assertThat(report.failures()).containsKey("status 503");
      assertThat(report.max())
          .as("charged from when it was due")
          .isGreaterThan(Duration.ofMillis(500));
      assertThat(report.firstFailure().orElseThrow()).isBefore(report.lastFailure().orElseThrow());
      assertThat(LedgerCheck.overHttp(service, run.ledger()).lost()).isZero();
    }
  }

  @Test
  void a_service_that_is_not_there_is_a_failure_for_each_request_and_is_not_retried() {
    try (var run =
        LoadRun.start(
            new LoadPlan(URI.create("http://127.0.0.1:1"), 100, 0.5, 7, Duration.ofSeconds(1)))) {
      await(() -> run.failed() >= 10);
      var report = run.stop();
      assertThat(report.failed()).isEqualTo(report.total());
      assertThat(report.failures()).containsOnlyKeys("connection refused");
      assertThat(run.seconds()).isNotEmpty().allMatch(s -> s.failed() == s.total());
      assertThat(run.seconds().stream().mapToLong(LoadReport.Second::total).sum())
          .isEqualTo(report.total());
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("not within 20 s").isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }
}
