package com.trixtech.selfheal.shield.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private final Part database = new Part(Finding.up("answers"));
  private final Part payment = new Part(Finding.up("closed"));
  private AutoCloseable running = () -> {};

  @AfterEach
  void stop() throws Exception {
    running.close();
  }

  /** A part of the application that is as the test says. */
  private static final class Part implements Check {
    private volatile Finding finding;

    Part(Finding finding) {
      this.finding = finding;
    }

    void set(Finding next) {
      finding = next;
    }

    @Override
    public Finding look() {
      return finding;
    }
  }

  private Health start(Health.Builder builder) {
    Health health = builder.build().start();
    running = health;
    return health;
  }

  private Health.Builder backend() {
    return Health.named("backend").cadence(Duration.ofMillis(10));
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void ready_fails_for_what_it_cannot_do_without_and_degrades_for_what_it_can() {
    Health health = start(backend().ready("database", database).degrades("payment", payment));
    await("ready", () -> health.ready().status() == 200);
    payment.set(Finding.down("breaker open"));
    await("degraded", () -> health.ready().json().contains("\"degraded\""));
    assertThat(health.ready().status()).isEqualTo(200);
    assertThat(health.ready().json()).contains("\"why\":\"payment: breaker open\"");
    database.set(Finding.down("refused"));
    await("unready", () -> health.ready().status() == 503);
    assertThat(health.ready().json()).contains("\"why\":\"database: refused\"");
    assertThat(health.ready().headers()).containsEntry("Retry-After", "1");
  }

  @Test
  @DisplayName("A-13: no dependency makes it dead, nor the aggregate a 503")
  void a13_dependencies_do_not_restart_it() {
    database.set(Finding.down("refused"));
    Health health = start(backend().ready("database", database));
    await("unready", () -> health.ready().json().contains("refused"));
    assertThat(health.live().status()).isEqualTo(200);
    assertThat(health.health().status()).isEqualTo(200);
    assertThat(health.health().json())
        .contains("\"status\":\"down\"", "\"why\":\"database: refused\"");
  }

  @Test
  void a_start_that_is_over_stays_over() {
    var schema = new Part(Finding.down("migrating"));
    Health health = start(backend().startup("schema", schema).ready("database", database));
    await("looked", () -> health.startup().json().contains("migrating"));
    assertThat(health.startup().status()).isEqualTo(503);
    assertThat(health.ready().status()).isEqualTo(503);
    schema.set(Finding.up("version 3"));
    await("started", () -> health.startup().status() == 200);
    schema.set(Finding.down("asked again (expected: not)"));
    await("ready", () -> health.ready().status() == 200);
    assertThat(health.startup().status()).isEqualTo(200);
  }

  @Test
  void leaving_is_unready_at_once_and_still_live() {
    Health health = start(backend());
    await("ready", () -> health.ready().status() == 200);
    health.leave("told to stop");
    assertThat(health.ready().status()).isEqualTo(503);
    assertThat(health.ready().json()).contains("leaving: told to stop");
    assertThat(health.live().status()).isEqualTo(200);
  }

  @Test
  void a_check_that_hangs_becomes_unknown_is_not_started_twice_and_delays_no_answer() {
    var started = new AtomicInteger();
    var hang = new CountDownLatch(1);
    var hangs = new AtomicBoolean();
    Health health =
        start(
            backend()
                .staleAfter(Duration.ofMillis(200))
                .ready(
                    "database",
                    () -> {
                      if (hangs.get()) {
                        started.incrementAndGet();
                        hang.await();
                      }
                      return Finding.up("answers");
                    })
                .ready("other", payment));
    await("ready", () -> health.ready().status() == 200);
    hangs.set(true);
    await("unknown", () -> health.result("database").finding().condition() == Condition.UNKNOWN);
    assertThat(health.ready().status()).isEqualTo(503);
    assertThat(health.ready().json()).contains("no look ended for", "before: answers");
    assertThat(health.result("other").finding().condition()).isEqualTo(Condition.UP);
    assertThat(health.live().status()).as("unknown is no reason to restart").isEqualTo(200);
    assertThat(started).hasValue(1);
    hangs.set(false);
    hang.countDown();
    await("ready again", () -> health.ready().status() == 200);
  }

  @Test
  void a_check_that_throws_is_down_with_the_reason_and_is_counted() {
    Health health =
        start(
            backend()
                .ready(
                    "database",
                    () -> {
                      throw new SQLException("Connection refused\nsecond line");
                    }));
    await("counted", () -> health.result("database").failures() >= 3);
    assertThat(health.result("database").finding()).isEqualTo(Finding.down("Connection refused"));
  }

  @Test
  void no_answer_runs_a_check() {
    var looks = new AtomicInteger();
    Health health =
        Health.named("backend")
            .ready(
                "database",
                () -> {
                  looks.incrementAndGet();
                  return Finding.up("answers");
                })
            .build(); // not started
    for (int i = 0; i < 100; i++) {
      health.ready();
      health.health();
      health.results();
    }
    assertThat(looks).hasValue(0);
    assertThat(health.ready().json()).contains("not looked at yet");
  }

  @Test
  void an_executor_that_runs_nothing_any_more_is_a_reason_to_restart() {
    var stuck = new CountDownLatch(1);
    try (var executor = Executors.newSingleThreadExecutor()) {
      Health health = start(backend().liveExecutor("settler", executor, Duration.ofMillis(700)));
      assertThat(health.live().status()).isEqualTo(200);
      executor.submit(() -> {
        stuck.await();
        return null;
      });
      await("stuck", () -> health.live().status() == 503);
      assertThat(health.live().json()).contains("settler: ran nothing for");
      assertThat(health.health().status()).isEqualTo(503);
      stuck.countDown();
      await("live", () -> health.live().status() == 200);
    }
  }

  @Test
  void a_loop_that_stops_beating_is_a_reason_to_restart() {
    Health.Builder builder = backend();
    Pulse.Beat beat = builder.liveLoop("settler", Duration.ofMillis(50));
    Health health = start(builder);
    beat.now();
    await("late", () -> health.live().status() == 503);
    beat.now();
    assertThat(health.live().status()).isEqualTo(200);
  }

  @Test
  void a_deadlock_of_threads_is_found_by_the_jvm() throws Exception {
    var pulse = new Pulse();
    var one = new ReentrantLock();
    var two = new ReentrantLock();
    var both = new CyclicBarrier(2);
    Thread first = Thread.ofPlatform().daemon().start(() -> lockBoth(one, two, both));
    Thread second = Thread.ofPlatform().daemon().start(() -> lockBoth(two, one, both));
    await(
        "deadlocked",
        () -> {
          pulse.findDeadlocks();
          return pulse.finding().condition() == Condition.DOWN;
        });
    assertThat(pulse.finding().why()).isEqualTo("deadlocked threads: 2 (expected: 0)");
    first.interrupt();
    second.interrupt();
    first.join();
    second.join();
    pulse.findDeadlocks();
    pulse.send();
    assertThat(pulse.finding().condition()).isEqualTo(Condition.UP);
  }

  @Test
  void requests_that_wait_for_one_another_in_virtual_threads_are_a_reason_to_restart()
      throws Exception {
    Health.Builder builder = backend();
    WorkWatch requests = builder.liveWork("requests", Duration.ofMillis(100), 1);
    Health health = start(builder);
    var one = new ReentrantLock();
    var two = new ReentrantLock();
    var both = new CyclicBarrier(2);
    Thread first = Thread.startVirtualThread(() -> work(requests, one, two, both));
    Thread second = Thread.startVirtualThread(() -> work(requests, two, one, both));
    await("stuck", () -> health.live().status() == 503);
    assertThat(health.live().json())
        .contains("requests: 2 under way for more than 100 ms (expected: at most 1)");
    first.interrupt();
    second.interrupt();
    first.join();
    second.join();
    assertThat(health.live().status()).isEqualTo(200);
  }

  private static void work(
      WorkWatch requests, ReentrantLock one, ReentrantLock two, CyclicBarrier both) {
    try (var request = requests.begin()) {
      assertThat(request).isNotNull();
      lockBoth(one, two, both);
    }
  }

  private static void lockBoth(ReentrantLock one, ReentrantLock two, CyclicBarrier both) {
    try {
      one.lockInterruptibly();
      try {
        both.await();
        two.lockInterruptibly();
        two.unlock();
      } finally {
        one.unlock();
      }
    } catch (Exception e) {
      Thread.currentThread().interrupt(); // the test resolves the deadlock that way
    }
  }

  @Test
  void the_jdks_server_serves_the_four_paths_in_json() throws Exception {
    Health health = start(backend().ready("database \"main\"", database));
    await("ready", () -> health.ready().status() == 200);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/health", new HealthHandler(health));
    server.start();
    try (var client = HttpClient.newHttpClient()) {
      for (String path : new String[] {"", "/live", "/ready", "/startup"}) {
        var answer = get(client, server, "/health" + path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        try (var json = new JsonFactory().createParser(answer.body())) {
          JsonToken last = json.nextToken();
          while (json.nextToken() != null) {
            last = json.currentToken();
          }
          assertThat(last).isEqualTo(JsonToken.END_OBJECT);
        }
      }
      assertThat(get(client, server, "/health/nonsense").statusCode()).isEqualTo(404);
    } finally {
      server.stop(0);
    }
  }

  private static java.net.http.HttpResponse<String> get(
      HttpClient client, HttpServer server, String path) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  @Test
  void nonsense_is_refused() {
    assertThatThrownBy(() -> backend().staleAfter(Duration.ofMillis(5)).build())
        .hasMessage(
            "health backend, staleAfter: PT0.005S (expected: longer than the cadence PT0.01S)");
    assertThatThrownBy(() -> backend().ready("a", database).live("a", database))
        .hasMessage("health backend, check: a (expected: a name that is used once)");
    assertThatThrownBy(() -> backend().liveExecutor("a", Runnable::run, Duration.ofMillis(500)))
        .hasMessage("health backend, liveExecutor a: PT0.5S (expected: more than PT0.5S)");
    assertThatThrownBy(() -> backend().liveLoop("a", Duration.ZERO))
        .hasMessage("health backend, liveLoop a: PT0S (expected: more than PT0S)");
    assertThatThrownBy(() -> backend().liveWork("a", Duration.ZERO, 1))
        .hasMessage("health backend, liveWork a: PT0S (expected: more than PT0S)");
    assertThatThrownBy(() -> backend().liveWork("a", Duration.ofSeconds(1), -1))
        .hasMessage("health backend, liveWork a: -1 (expected: 0 or more tolerated)");
  }
}
