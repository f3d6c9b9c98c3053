package com.trixtech.selfheal.local.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.Exec;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.Handler;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.Header;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.HttpGet;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.TcpSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProbeRunTest {
  private static final String HOST = "127.0.0.1";

  @TempDir Path directory;
  private final ProbeRun run = new ProbeRun(new ProcessTable());

  @SuppressWarnings("NullAway.Init")
  private HttpServer server;

  @BeforeEach
  void begin() throws IOException {
    server = HttpServer.create(new InetSocketAddress(HOST, 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          if (path.equals("/here")) {
            exchange.getResponseHeaders().add("Location", "/500");
          } else if (path.equals("/there")) {
            exchange.getResponseHeaders().add("Location", "http://example.invalid/500");
          } else if (path.equals("/header")) {
            boolean seen = "yes".equals(exchange.getRequestHeaders().getFirst("X-Probe"));
            path = seen ? "/200" : "/400";
          }
          int status = path.matches("/\\d+") ? Integer.parseInt(path.substring(1)) : 302;
          byte[] body = "because".getBytes(java.nio.charset.StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  @ParameterizedTest
  @CsvSource({
    "/200, true",
    "/204, true",
    "/399, true",
    "/400, false",
    "/500, false",
    "/503, false",
    "/here, false",
    "/there, true",
    "/header, true"
  })
  void two_and_three_hundreds_are_success_and_redirects_elsewhere_are_not_followed(
      String path, boolean success) {
    List<Header> headers = List.of(new Header("X-Probe", "yes"));
    Handler get = new HttpGet("HTTP", null, server.getAddress().getPort(), path, headers);
    assertThat(probe(get, Duration.ofSeconds(2)).success()).isEqualTo(success);
  }

  @Test
  void a_server_that_accepts_and_says_nothing_fails_by_time_out() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getByName(HOST))) {
      Handler get = new HttpGet("HTTP", null, mute.getLocalPort(), "/", List.of());
      ProbeRun.Result result = probe(get, Duration.ofMillis(200));
      assertThat(result.success()).isFalse();
      assertThat(result.detail()).contains("no answer in time");
      assertThat(probe(new TcpSocket(null, mute.getLocalPort()), Duration.ofSeconds(1)).success())
          .isTrue();
    }
  }

  @Test
  void a_closed_port_fails() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      port = closed.getLocalPort();
    }
    assertThat(probe(new TcpSocket(null, port), Duration.ofSeconds(1)).success()).isFalse();
  }

  @Test
  void an_exec_probe_has_the_instances_environment_and_its_exit_code_counts() {
    assertThat(probe(sh("test \"$WHO\" = me"), Duration.ofSeconds(2)).success()).isTrue();
    ProbeRun.Result failed = probe(sh("echo oh no; exit 3"), Duration.ofSeconds(2));
    assertThat(failed.success()).isFalse();
    assertThat(failed.detail()).contains("exit code 3").contains("oh no");
  }

  @Test
  void an_exec_probe_that_hangs_is_killed_with_its_children() {
    Instant begun = Instant.now();
    ProbeRun.Result result = probe(sh("sleep 987 & wait"), Duration.ofMillis(300));
    assertThat(result.success()).isFalse();
    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(5));
    while (ProcessHandle.current()
        .descendants()
        .flatMap(p -> p.info().arguments().stream())
        .anyMatch(words -> String.join(" ", words).contains("987"))) {
      assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(5));
      Thread.onSpinWait();
    }
  }

  private ProbeRun.Result probe(Handler handler, Duration timeout) {
    return run.run(handler, HOST, timeout, this::blueprint);
  }

  private static Handler sh(String script) {
    return new Exec(List.of("/bin/sh", "-c", script));
  }

  private Blueprint blueprint() {
    return new Blueprint(
        List.of("true"),
        Map.of("WHO", "me", "PATH", "/usr/bin:/bin"),
        directory,
        "TERM",
        Duration.ZERO,
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
