package com.trixtech.booking.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.booking.postgres.PostgresProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The backend as its own process: how it begins, misbehaves on request, and ends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProcessTest {
  private final FakeProvider provider = new FakeProvider();
  private Path directory;
  private PostgresProcess postgres;
  private final java.util.List<BackendProcess> started = new java.util.ArrayList<>();

  @BeforeAll
  void start(@TempDir Path temporary) {
    directory = temporary;
    postgres = PostgresProcess.start(temporary);
  }

  @AfterEach
  void kill() {
    started.forEach(BackendProcess::kill);
    started.clear();
  }

  @AfterAll
  void stop() {
    provider.close();
    postgres.close();
  }

  @Test
  void aWrongConfigurationExitsWith2AndNamesEveryMistake() throws Exception {
    var wrong =
        run(
            Map.of(
                "PORT", "70000",
                "DATABASE_URL", "mysql://x",
                "DATABASE_USER", "",
                "PAYMENT_URL", "payments",
                "HOLD", "-1s",
                "BOOKING_FAULT", "slow-start:soon"));
    assertThat(wrong.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(wrong.process().exitValue()).isEqualTo(2);
    assertThat(wrong.log())
        .contains("PORT: '70000' (expected: a number, 0 to 65535) in the environment")
        .contains("DATABASE_URL: 'mysql://x' (expected: jdbc:postgresql://HOST:PORT/DATABASE)")
        .contains("DATABASE_USER: ''")
        .contains("PAYMENT_URL: 'payments' (expected: http://HOST:PORT)")
        .contains("HOLD: '-1s'")
        .contains("BOOKING_FAULT: 'slow-start:soon'");
  }

  @Test
  void toldToStopItIsUnreadyAtOnceFinishesWhatItHasAndIsGone() throws Exception {
    var leaving = run(Map.of("DRAIN", "2s"));
    var caller = leaving.caller();
    caller.awaitStatus("/health/ready", 200);
    // In flight while the process leaves: an insert that waits for a lock that this test holds, and
    // a payment that waits for its provider.
    String unpaid = caller.booked("hill-102", 0).id();
    try (var connection =
            java.sql.DriverManager.getConnection(
                postgres.url(), postgres.user(), postgres.password());
        var lock = connection.createStatement();
        var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      provider.breaks(FakeProvider.Fault.CHARGES_LATE);
      var paying = threads.submit(() -> caller.pay(unpaid, FakeProvider.GOOD));
      Caller.await("the payment waits", () -> caller.state(unpaid).endsWith("/Pending"));
      connection.setAutoCommit(false);
      lock.execute("LOCK TABLE booking IN EXCLUSIVE MODE");
      var booking = threads.submit(() -> caller.book(Caller.booking("hill-101", 0, 1), "leaving"));
      Caller.await("the insert waits", () -> waiting(lock));
      leaving.process().destroy();
      caller.awaitStatus("/health/ready", 503);
      assertThat(caller.get("/bookings?limit=1").status())
          .as("still served while draining")
          .isEqualTo(200);
      connection.commit();
      provider.heal();
      assertThat(booking.get().status()).isIn(201, 503); // 503: the lock was held for too long
      assertThat(paying.get().status()).isIn(200, 202);
    } finally {
      provider.heal();
    }
    assertThat(leaving.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(leaving.process().exitValue()).isIn(0, 143);
    assertThat(leaving.log()).contains("stopped, unfinished requests: 0");
  }

  @Test
  @DisplayName("A-17: a backend that is told to stop under load loses no request and no booking")
  void stopUnderLoad() throws Exception {
    var leaving = run(Map.of("DRAIN", "1s"));
    var staying = run(Map.of());
    var first = leaving.caller();
    var second = staying.caller();
    first.awaitStatus("/health/ready", 200);
    second.awaitStatus("/health/ready", 200);
    var goes = new AtomicBoolean(true); // what a proxy that sees readiness does
    var paid = new ConcurrentLinkedQueue<String>();
    var lost = new ConcurrentLinkedQueue<String>();
    var over = new AtomicBoolean();
    try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        int n = i;
        var _ =
            threads.submit(() -> {
              for (int night = 0; !over.get() && night < 3000; night++) {
                var caller = goes.get() && night % 2 == 0 ? first : second;
                try {
                  int day = 8 * night + n;
                  var booked =
                      caller.bookPatiently(
                          Caller.booking("market-301", day, day + 1), "load-" + n + "-" + night);
                  var reply = caller.pay(booked.id(), FakeProvider.GOOD);
                  // 202 on a slow machine: then it is settled without the guest.
                  boolean taken = reply.status() == 200 || reply.status() == 202;
                  (taken ? paid : lost).add(booked.id() + ": " + reply.status());
                } catch (Exception e) {
                  lost.add(n + "/" + night + ": " + e);
                }
              }
              return null;
            });
      }
      Caller.await("guests pay", () -> paid.size() > 50);
      leaving.process().destroy();
      Caller.await("it says that it is leaving", () -> first.get("/health/ready").status() == 503);
      goes.set(false);
      assertThat(leaving.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
      int before = paid.size();
      Caller.await("the others go on", () -> paid.size() > before + 10);
      over.set(true);
    }
    assertThat(lost).isEmpty();
    assertThat(leaving.log()).contains("stopped, unfinished requests: 0");
    for (String one : paid) {
      String id = one.substring(0, one.indexOf(':'));
      Caller.await(
          "payment of " + one + " is settled", () -> !second.state(id).endsWith("/Pending"));
      boolean charged = !provider.ledger("Charge", id).isEmpty();
      assertThat(second.state(id))
          .as(one)
          .isEqualTo(charged ? "Confirmed/Succeeded" : "PendingPayment/Declined");
      assertThat(charged || one.endsWith("202")).as(one).isTrue();
    }
  }

  private static boolean waiting(java.sql.Statement statement) throws java.sql.SQLException {
    try (var rows = statement.executeQuery("SELECT 1 FROM pg_locks WHERE NOT granted")) {
      return rows.next();
    }
  }

  @Test
  void theFaultsOfADrillHappenAndAreAnnounced() throws Exception {
    var caller = run(Map.of("BOOKING_FAULT", "errors-after-ready")).caller();
    caller.awaitStatus("/bookings", 200);
    caller.awaitStatus("/bookings", 500);
    assertThat(caller.get("/health/ready").status()).isEqualTo(200);

    var failing = run(Map.of("BOOKING_FAULT", "startup-fails"));
    var unready = run(Map.of("BOOKING_FAULT", "never-ready"));
    assertThat(failing.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(failing.process().exitValue()).isEqualTo(1);
    assertThat(failing.log())
        .contains("BOOKING_FAULT=startup-fails: this process misbehaves on purpose");

    unready.caller().awaitStatus("/health/startup", 200);
    assertThat(unready.caller().get("/health/ready").status()).isEqualTo(503);
  }

  @Test
  void aDeadlockIsSeenByLivenessAndNothingElse() throws Exception {
    var caller = run(Map.of("BOOKING_FAULT", "deadlock")).caller();
    caller.awaitStatus("/bookings", 200);
    caller.awaitStatus("/health/live", 503);
    assertThat(caller.get("/health/live").body().path("why").asText())
        .contains("deadlocked threads: 2");
    assertThat(caller.get("/health/ready").status()).isEqualTo(200);
    try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      var stuck = threads.submit(() -> caller.get("/rooms"));
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> stuck.get(1, TimeUnit.SECONDS))
          .isInstanceOf(java.util.concurrent.TimeoutException.class);
      stuck.cancel(true);
    }
  }

  @Test
  void aPoolWhoseConnectionsAreKeptMakesRequestsUnavailable() throws Exception {
    var caller = run(Map.of("BOOKING_FAULT", "pool-leak")).caller();
    caller.awaitStatus("/bookings", 200);
    caller.awaitStatus("/bookings", 503);
    var reply = caller.get("/bookings");
    assertThat(reply.header("Retry-After")).isNotEmpty();
    assertThat(reply.body().path("error").asText())
        .startsWith("no connection to the database was free in time (total=10, active=10, idle=0,")
        .contains("most=10)");
    assertThat(reply.took()).isLessThan(java.time.Duration.ofSeconds(3));
    assertThat(caller.get("/health/live").status()).isEqualTo(200);
  }

  @Test
  void aBurstOverTheCapacityIsTurnedAwayAtTheDoorAndTheRestIsServed() throws Exception {
    var caller = run(Map.of("BOOKING_FAULT", "costly:PT0.1S", "MOST_AT_ONCE", "8")).caller();
    caller.awaitStatus("/health/ready", 200);
    try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      var burst =
          java.util.stream.IntStream.range(0, 40)
              .mapToObj(_ -> threads.submit(() -> caller.get("/rooms")))
              .toList();
      int served = 0;
      int turnedAway = 0;
      for (var request : burst) {
        var reply = request.get(60, TimeUnit.SECONDS);
        if (reply.status() == 503) {
          turnedAway++;
          assertThat(reply.header("Retry-After")).isNotEmpty();
        } else {
          served++;
          assertThat(reply.status()).isEqualTo(200);
        }
      }
      assertThat(served).isPositive();
      assertThat(turnedAway).isPositive();
    }
    caller.awaitStatus("/rooms", 200);
  }

  @Test
  void aLeakEndsTheProcessWithOutOfMemory() throws Exception {
    var leaking = run(Map.of("BOOKING_FAULT", "leak"));
    assertThat(leaking.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(leaking.process().exitValue()).isEqualTo(3);
  }

  @Test
  void theExpectedSchemaVersionIsTheNewestMigration() throws Exception {
    try (var files = Files.list(Path.of("src/main/resources/db/migration"))) {
      var newest =
          files
              .map(
                  f -> Integer.parseInt(f.getFileName().toString().replaceAll("V(\\d+)__.*", "$1")))
              .max(Integer::compare);
      var process = run(Map.of());
      process.caller().awaitStatus("/health/startup", 200);
      assertThat(process.log()).contains("schema at version " + newest.orElseThrow());
    }
  }

  private BackendProcess run(Map<String, String> changes) throws Exception {
    var environment = Caller.environment(postgres, provider.url());
    environment.putAll(changes);
    var process = BackendProcess.start(directory, environment);
    started.add(process);
    return process;
  }
}
