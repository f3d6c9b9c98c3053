package com.trixtech.booking.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.booking.postgres.PostgresProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The backend as its own process: how it begins, misbehaves on request, and ends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProcessTest {
  private static final Pattern LISTENS = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+)");

  private final FakeProvider provider = new FakeProvider();
  private Path directory;
  private PostgresProcess postgres;
  private final java.util.List<Process> started = new java.util.ArrayList<>();

  @BeforeAll
  void start(@TempDir Path temporary) {
    directory = temporary;
    postgres = PostgresProcess.start(temporary);
  }

  @AfterEach
  void kill() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  @AfterAll
  void stop() {
    provider.close();
    postgres.close();
  }

  @Test
  void a_wrong_configuration_exits_with_2_and_names_every_mistake() throws Exception {
    var process =
        run(
            Map.of(
                "PORT",
                "70000",
                "DATABASE_URL",
                "mysql://x",
                "DATABASE_USER",
                "",
                "BOOKING_FAULT",
                "slow-start:soon"));
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(log())
        .contains("PORT: '70000' (expected: a number, 0 to 65535) in the environment")
        .contains("DATABASE_URL: 'mysql://x' (expected: jdbc:postgresql://HOST:PORT/DATABASE)")
        .contains("DATABASE_USER: ''")
        .contains("BOOKING_FAULT: 'slow-start:soon'");
  }

  @Test
  void told_to_stop_it_is_unready_at_once_finishes_what_it_has_and_is_gone_in_three_seconds()
      throws Exception {
    var process = run(Map.of("DRAIN", "1s"));
    var caller = caller();
    caller.awaitStatus("/health/ready", 200);
    // A request that is in flight while the process leaves: its insert waits for a lock that this
    // test holds.
    try (var connection =
            java.sql.DriverManager.getConnection(
                postgres.url(), postgres.user(), postgres.password());
        var lock = connection.createStatement();
        var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      connection.setAutoCommit(false);
      lock.execute("LOCK TABLE booking IN EXCLUSIVE MODE");
      var inFlight = threads.submit(() -> caller.book(Caller.booking("hill-101", 0, 1), "leaving"));
      Caller.await("the insert waits", () -> waiting(lock));
      process.destroy();
      caller.awaitStatus("/health/ready", 503);
      assertThat(caller.get("/bookings?limit=1").status())
          .as("still served while draining")
          .isEqualTo(200);
      connection.commit();
      assertThat(inFlight.get().status()).isEqualTo(201);
    }
    assertThat(process.waitFor(3, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isIn(0, 143);
    assertThat(log()).contains("stopped, unfinished requests: 0");
  }

  private static boolean waiting(java.sql.Statement statement) throws java.sql.SQLException {
    try (var rows = statement.executeQuery("SELECT 1 FROM pg_locks WHERE NOT granted")) {
      return rows.next();
    }
  }

  @Test
  void the_faults_of_a_drill_happen_and_are_announced() throws Exception {
    var failing = run(Map.of("BOOKING_FAULT", "startup-fails"));
    assertThat(failing.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(failing.exitValue()).isEqualTo(1);
    assertThat(log()).contains("BOOKING_FAULT=startup-fails: this process misbehaves on purpose");

    run(Map.of("BOOKING_FAULT", "never-ready"));
    var unready = caller();
    unready.awaitStatus("/health/startup", 200);
    assertThat(unready.get("/health/ready").status()).isEqualTo(503);

    run(Map.of("BOOKING_FAULT", "errors-after-ready"));
    var erring = caller();
    erring.awaitStatus("/health/ready", 200);
    erring.awaitStatus("/bookings", 200);
    erring.awaitStatus("/bookings", 500);
    assertThat(erring.get("/health/ready").status()).isEqualTo(200);
  }

  @Test
  void the_expected_schema_version_is_the_newest_migration() throws Exception {
    try (var files = Files.list(Path.of("src/main/resources/db/migration"))) {
      var newest =
          files
              .map(
                  f -> Integer.parseInt(f.getFileName().toString().replaceAll("V(\\d+)__.*", "$1")))
              .max(Integer::compare);
      run(Map.of());
      caller().awaitStatus("/health/startup", 200);
      assertThat(log()).contains("schema at version " + newest.orElseThrow());
    }
  }

  private Process run(Map<String, String> changes) throws Exception {
    var env = new HashMap<>(Caller.environment(postgres, provider.url()));
    env.putAll(changes);
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    builder.environment().putAll(env);
    builder.redirectErrorStream(true).redirectOutput(directory.resolve("backend.log").toFile());
    var process = builder.start();
    started.add(process);
    return process;
  }

  private Caller caller() throws Exception {
    Caller.await("the port is bound", () -> LISTENS.matcher(log()).find());
    var found = LISTENS.matcher(log());
    assertThat(found.find()).isTrue();
    return new Caller(Integer.parseInt(found.group(1)));
  }

  private String log() throws java.io.IOException {
    return Files.readString(directory.resolve("backend.log"), StandardCharsets.UTF_8);
  }
}
