package com.trixtech.selfheal.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.trixtech.booking.load.control.Guests;
import com.trixtech.selfheal.drill.system.BookingTraffic;
import com.trixtech.selfheal.drill.system.ControlledSystem;
import com.trixtech.selfheal.drill.system.Traffic;
import com.trixtech.selfheal.server.ControlException;
import com.trixtech.selfheal.server.ControlFile;
import com.trixtech.selfheal.server.NoHealerException;
import com.trixtech.selfheal.server.api.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adapters, over real HTTP and on a real process. */
class ControlledSystemTest {
  @TempDir private Path state;
  private final List<String> asked = new ArrayList<>();
  private HttpServer http;
  private int status = 200;
  private String answer = "{}";

  @BeforeEach
  void serve() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    http.start();
  }

  @AfterEach
  void stop() {
    http.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  private ControlledSystem system(ProcessHandle healer) throws IOException {
    Instant startedAt = healer.info().startInstant().orElseThrow();
    new ControlFile("secret", url(), healer.pid(), startedAt).write(state);
    return new ControlledSystem(
        state, state.resolve("deploy"), state.resolve("images.yaml"), () -> asked.add("restart"));
  }

  @Test
  void a_fault_is_asked_for_with_its_duration() throws IOException {
    answer =
        "{\"id\":\"f-1\",\"kind\":\"HANG\",\"target\":\"a\",\"since\":\"2026-03-01T12:00:00Z\"}";
    try (ControlledSystem system = system(ProcessHandle.current())) {
      assertThat(system.inject(FaultKind.HANG, List.of("a"), Duration.ofSeconds(50)))
          .extracting(Fault::id)
          .containsExactly("f-1");
    }
    assertThat(asked)
        .containsExactly(
            "POST /v1/faults {\"kind\":\"HANG\",\"target\":\"a\",\"duration\":\"PT50S\"}");
  }

  @Test
  void a_fault_that_has_ended_by_itself_is_taken_back_and_any_other_problem_is_not()
      throws IOException {
    try (ControlledSystem system = system(ProcessHandle.current())) {
      status = 404;
      answer = "{\"code\":\"NOT_FOUND\",\"message\":\"fault: f-1\"}";
      system.removeFault("f-1");
      status = 500;
      answer = "{\"code\":\"BUG\",\"message\":\"the healer failed\"}";
      assertThatThrownBy(() -> system.removeFault("f-1")).isInstanceOf(ControlException.class);
    }
  }

  @Test
  void the_healer_is_killed_by_its_pid_and_then_nobody_answers() throws Exception {
    Process healer = new ProcessBuilder("sleep", "60").start();
    try (ControlledSystem system = system(healer.toHandle())) {
      system.killHealer();
      assertThat(healer.waitFor()).isEqualTo(128 + 9);
      assertThatThrownBy(system::status).isInstanceOf(NoHealerException.class);
      system.restartHealer();
      assertThat(asked).containsExactly("restart");
    } finally {
      healer.destroyForcibly();
    }
  }

  @Test
  void traffic_counts_every_failure_by_the_second_and_cannot_check_a_broken_service()
      throws InterruptedException {
    status = 503;
    Traffic.Running load =
        new BookingTraffic(Guests::here, Duration.ofMillis(1))
            .start(
                new Traffic.Target(URI.create(url()), URI.create(url()), URI.create(url())),
                new Drill.Load(100, 0.4, Duration.ofSeconds(2), 0.5));
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (load.harmed() < 20) {
      assertThat(System.nanoTime()).as("not within 20 s").isLessThan(end);
      LockSupport.parkNanos(10_000_000);
    }
    assertThat(load.lastHarm()).isNotNull();
    Traffic.Result result = load.stop();
    assertThat(result.failed()).isEqualTo(result.total()).isGreaterThanOrEqualTo(20);
    assertThat(result.failures())
        .hasSize(2)
        .anyMatch(f -> f.endsWith("x status 503"))
        .anyMatch(f -> f.endsWith("x page: status 503"));
    assertThat(result.pagesHarmed()).isEqualTo(result.pages()).isPositive();
    assertThat(result.seconds().stream().mapToLong(Traffic.Second::failed).sum())
        .isEqualTo(result.failed());
    assertThatThrownBy(load::check).isInstanceOf(IOException.class);
  }
}
