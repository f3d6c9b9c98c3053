package com.trixtech.booking.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.booking.postgres.PostgresProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseOutageTest {
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
    provider.close();
    postgres.close();
  }

  @Test
  @DisplayName(
      "A-13: a dead database makes the backend unready, never dead; requests get 503; it comes back by itself")
  void dead_database() throws Exception {
    String kept = caller.book(Caller.booking("hill-101", 0, 1), "dead-1").header("Location");
    postgres.kill();
    var refused = caller.book(Caller.booking("hill-101", 2, 3), "dead-2");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    assertThat(refused.took()).isLessThan(Duration.ofSeconds(3));
    caller.awaitStatus("/health/ready", 503);
    assertThat(caller.get("/health/ready").body().path("why").asText())
        .startsWith("database: database unreachable for ");
    assertThat(caller.get("/health/live").status()).isEqualTo(200);
    assertThat(caller.get("/health/startup").status()).isEqualTo(200);

    postgres.restart();
    long back = System.nanoTime();
    Caller.await("bookings are read again", () -> caller.get(kept).status() == 200);
    assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofSeconds(3));
    caller.awaitStatus("/health/ready", 200);
    assertThat(caller.book(Caller.booking("hill-101", 2, 3), "dead-2").status()).isEqualTo(201);
  }

  @Test
  @DisplayName("A-105: a frozen database hangs no request for longer than three seconds")
  void frozen_database() throws Exception {
    String kept = caller.book(Caller.booking("hill-102", 0, 1), "frozen-1").header("Location");
    postgres.freeze();
    try {
      for (int i = 0; i < 3; i++) {
        var reply = caller.get(kept);
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.took()).isLessThan(Duration.ofMillis(3500));
      }
      caller.awaitStatus("/health/ready", 503);
      assertThat(caller.get("/health/live").status()).isEqualTo(200);
      var fast = caller.get(kept);
      assertThat(fast.status()).isEqualTo(503);
      assertThat(fast.took())
          .as("known to be away: refused at once")
          .isLessThan(Duration.ofMillis(500));
    } finally {
      postgres.thaw();
    }
    caller.awaitStatus("/health/ready", 200);
    Caller.await("bookings are read again", () -> caller.get(kept).status() == 200);
  }

  @Test
  void a_backend_that_starts_without_a_database_binds_its_port_and_says_why_it_is_not_started()
      throws Exception {
    var env = new java.util.HashMap<>(Caller.environment(postgres, provider.url()));
    env.put("DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/booking");
    try (var lonely = Backend.start(Config.from(env))) {
      var other = new Caller(lonely.port());
      Caller.await(
          "the first attempt has failed",
          () -> other.get("/health/startup").body().path("why").asText().contains("refused"));
      assertThat(other.get("/health/startup").status()).isEqualTo(503);
      assertThat(other.get("/health/live").status()).isEqualTo(200);
      assertThat(other.get("/bookings").status()).isEqualTo(503);
    }
  }
}
