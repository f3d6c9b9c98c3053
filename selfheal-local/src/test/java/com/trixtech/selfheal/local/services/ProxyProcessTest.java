package com.trixtech.selfheal.local.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.trixtech.selfheal.proxy.wire.DestinationSettings;
import com.trixtech.selfheal.proxy.wire.EjectOrder;
import com.trixtech.selfheal.proxy.wire.Endpoint;
import com.trixtech.selfheal.proxy.wire.Protocol;
import com.trixtech.selfheal.proxy.wire.Routes;
import com.trixtech.selfheal.proxy.wire.ServiceRoute;
import com.trixtech.selfheal.testkit.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real proxy as a real process. */
class ProxyProcessTest {

  private static final ProxyCommand COMMAND =
      ProxyCommand.ofThisJvm(
          List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));

  @TempDir Path state;

  private @Nullable ProxyProcess proxy;
  private final HttpClient http = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init")
  private HttpServer instance;

  private int port;

  @BeforeEach
  void anInstance() throws IOException {
    instance = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    instance.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("ok".getBytes(java.nio.charset.StandardCharsets.UTF_8));
          exchange.close();
        });
    instance.start();
    port = FreePort.pick();
  }

  @AfterEach
  void nothingIsLeft() {
    if (proxy != null) {
      long pid = proxy.pid();
      proxy.stop();
      assertThat(ProxyLife.of(pid, "")).isEmpty();
    }
    instance.stop(0);
    http.shutdownNow();
  }

  @Test
  void it_serves_what_it_was_told_counts_it_and_ejects_on_order() {
    ProxyProcess started = start();
    started.put(routes(1));
    assertThat(get()).isEqualTo(200);
    assertThat(started.stats().services().getFirst().endpoints().getFirst().counts().ok())
        .isEqualTo(1);
    started.eject(new EjectOrder("backend", "uid-a", 60));
    assertThat(started.stats().services().getFirst().endpoints().getFirst().ejectedUntil())
        .isNotNull();
    started.uneject(new EjectOrder("backend", "uid-a", 0));
    assertThat(started.stats().services().getFirst().endpoints().getFirst().ejectedUntil())
        .isNull();
    assertThatThrownBy(() -> started.eject(new EjectOrder("backend", "gone", 60)))
        .isInstanceOf(ProxyUnavailable.class)
        .hasMessageContaining("404")
        .hasMessageContaining("gone");
  }

  @Test
  void the_next_healer_adopts_it_and_it_serves_in_between() {
    ProxyProcess first = start();
    first.put(routes(1));
    first.close();
    assertThat(get()).as("without any healer").isEqualTo(200);
    ProxyProcess next = start();
    assertThat(next.adopted()).isTrue();
    assertThat(next.pid()).isEqualTo(first.pid());
    assertThat(next.stats().generation()).isEqualTo(1);
    assertThat(get()).isEqualTo(200);
  }

  @Test
  void a_pid_that_now_belongs_to_somebody_else_is_neither_adopted_nor_touched() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      ProxyFiles files = new ProxyFiles(state);
      files.prepare();
      ProxyLife theirs = ProxyLife.of(stranger.pid(), "t").orElseThrow();
      files.keep(new ProxyLife(theirs.pid(), theirs.startTime() - 1, theirs.boot(), "t"));
      assertThat(start().adopted()).isFalse();
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly().waitFor();
    }
  }

  @Test
  void it_is_started_again_at_once_when_it_dies_and_serves_as_before() {
    ProxyProcess started = start();
    started.put(routes(1));
    long before = started.pid();
    kill(before);
    await(() -> started.restarts() == 1);
    assertThat(started.pid()).isNotEqualTo(before);
    await(() -> get() == 200);
  }

  @Test
  void an_adopted_one_is_looked_after_too_and_a_put_that_it_missed_reaches_the_next() {
    start().close();
    ProxyProcess next = start();
    kill(next.pid());
    assertThatThrownBy(() -> next.put(routes(7))).isInstanceOf(ProxyUnavailable.class);
    await(() -> next.restarts() == 1 && get() == 200);
    assertThat(next.stats().generation()).isEqualTo(7);
  }

  @Test
  void its_token_is_for_its_owner_only() throws IOException {
    start();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(state.resolve("proxy/process.json"))))
        .isEqualTo("rw-------");
    assertThat(Files.readString(state.resolve("proxy/ready.json"))).doesNotContain("token");
  }

  @Test
  void one_that_ends_at_once_is_an_error_that_says_why_and_leaves_nothing() {
    ProxyCommand wrong = new ProxyCommand(COMMAND.java(), "/nowhere", List.of());
    assertThatThrownBy(() -> ProxyProcess.start(state, wrong))
        .isInstanceOf(ProxyUnavailable.class)
        .hasMessageContaining("ended with code 1")
        .hasMessageContaining("com.trixtech.selfheal.proxy.Main")
        .hasMessageContaining("proxy.log");
    assertThat(state.resolve("proxy/process.json")).doesNotExist();
  }

  private ProxyProcess start() {
    ProxyProcess started = ProxyProcess.start(state, COMMAND);
    proxy = started;
    return started;
  }

  private Routes routes(long generation) {
    return new Routes(
        generation,
        List.of(
            new ServiceRoute(
                "backend",
                "127.0.0.1",
                port,
                Protocol.HTTP,
                List.of(
                    new Endpoint(
                        "uid-a", "backend-a", "127.0.0.1", instance.getAddress().getPort(), "r1")),
                DestinationSettings.defaults()
                    .repeating(java.util.Optional.of(java.time.Duration.ofSeconds(10)), false))));
  }

  private int get() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .timeout(Duration.ofSeconds(2))
            .build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    await(() -> ProxyLife.of(pid, "").isEmpty());
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 15 s").isLessThan(deadline);
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
  }
}
