package com.trixtech.selfheal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.proxy.wire.DestinationSettings;
import com.trixtech.selfheal.proxy.wire.Protocol;
import com.trixtech.selfheal.proxy.wire.ProxyStats;
import com.trixtech.selfheal.proxy.wire.Ready;
import com.trixtech.selfheal.proxy.wire.Routes;
import com.trixtech.selfheal.proxy.wire.ServiceRoute;
import com.trixtech.selfheal.proxy.wire.Wire;
import com.trixtech.selfheal.testkit.FreePort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proxy as a process of its own: start, admin interface, restart, end. */
class ProcessTest {
  @TempDir Path folder;
  private final List<Process> processes = new ArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void stop() throws Exception {
    http.close();
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  private Process start() throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx96m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "com.trixtech.selfheal.proxy.Main",
            "--routes",
            folder.resolve("routes.json").toString(),
            "--ready-file",
            folder.resolve("ready").toString());
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(folder.resolve("log").toFile());
    builder.environment().put("SELFHEAL_PROXY_TOKEN", "secret");
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private Ready ready(Process process) throws Exception {
    Path file = folder.resolve("ready");
    Bed.until("ready", () -> Files.exists(file) || !process.isAlive());
    assertThat(process.isAlive()).as(Files.readString(folder.resolve("log"))).isTrue();
    Ready ready = Wire.json().readValue(Files.readAllBytes(file), Ready.class);
    Files.delete(file);
    return ready;
  }

  private HttpResponse<String> admin(
      Ready ready, String method, String path, String body, String token) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(ready.adminUrl() + path))
            .header("Authorization", "Bearer " + token)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static Routes routes(long generation, int port, Backend... backends) {
    var endpoints = java.util.Arrays.stream(backends).map(Backend::endpoint).toList();
    return new Routes(
        generation,
        List.of(
            new ServiceRoute(
                "web",
                "127.0.0.1",
                port,
                Protocol.HTTP,
                endpoints,
                DestinationSettings.defaults()
                    .repeating(Optional.of(Duration.ofSeconds(10)), false))));
  }

  @Test
  void
      it_is_configured_over_its_admin_interface_and_a_restarted_one_serves_before_anybody_talks_to_it()
          throws Exception {
    int port = FreePort.pick();
    try (Backend one = new Backend();
        Backend two = new Backend()) {
      Process first = start();
      Ready ready = ready(first);
      assertThat(ready.pid()).isEqualTo(first.pid());
      String body = Wire.json().writeValueAsString(routes(7, port, one, two));
      assertThat(admin(ready, "PUT", "/routes", body, "wrong").statusCode()).isEqualTo(401);
      assertThat(admin(ready, "PUT", "/routes", body, "secret").statusCode()).isEqualTo(200);
      String older = Wire.json().writeValueAsString(routes(6, port));
      assertThat(admin(ready, "PUT", "/routes", older, "secret").body())
          .contains("generation: 6 (expected: >= 7)");
      assertThat(
              admin(ready, "PUT", "/routes", body.replace("\"release\"", "\"relaese\""), "secret")
                  .statusCode())
          .isEqualTo(400);

      String order = "{\"service\":\"web\",\"endpointUid\":\"" + one.uid + "\",\"seconds\":60}";
      assertThat(admin(ready, "POST", "/eject", order, "secret").statusCode()).isEqualTo(200);
      assertThat(admin(ready, "POST", "/eject", order.replace("60", "-1"), "secret").body())
          .contains("seconds: -1 (expected: 1 to 3600)");
      try (Http client = new Http("127.0.0.1", port)) {
        assertThat(client.get("/").text()).isEqualTo(two.uid);
      }
      ProxyStats stats =
          Wire.json()
              .readValue(admin(ready, "GET", "/stats", "", "secret").body(), ProxyStats.class);
      assertThat(stats.generation()).isEqualTo(7);
      assertThat(stats.services().getFirst().counts().ok()).isOne();
      assertThat(stats.services().getFirst().endpoints().getFirst().ejectedUntil()).isNotNull();

      first.destroyForcibly().waitFor();
      Process second = start();
      ready(second);
      try (Http client = new Http("127.0.0.1", port)) {
        assertThat(client.get("/").status()).isEqualTo(200);
      }
    }
  }

  @Test
  void on_term_it_finishes_what_is_under_way_and_exits_with_0() throws Exception {
    int port = FreePort.pick();
    try (Backend slow = new Backend()) {
      slow.mode = Backend.Mode.HANG; // until its time-out: an answer that takes half a second
      Files.write(
          folder.resolve("routes.json"), Wire.json().writeValueAsBytes(routes(1, port, slow)));
      Process process = start();
      ready(process);
      try (Http client = new Http("127.0.0.1", port)) {
        client.write("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\n\r\nx");
        Bed.until("under way", () -> slow.requests.get() == 1);
        process.destroy();
        assertThat(client.receive(false).status()).isEqualTo(504);
      }
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(folder.resolve("log"))).isZero();
    }
  }

  @Test
  void an_occupied_address_ends_the_start_with_3_and_the_name_of_the_service() throws Exception {
    try (ServerSocket occupied = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = occupied.getLocalPort();
      Files.write(folder.resolve("routes.json"), Wire.json().writeValueAsBytes(routes(1, port)));
      Process process = start();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(3);
      assertThat(Files.readString(folder.resolve("log"), StandardCharsets.UTF_8))
          .contains(
              "listen 127.0.0.1:"
                  + port
                  + ": address already in use (expected: free) in service web");
    }
  }

  @Test
  void routes_of_another_version_are_put_aside_and_new_ones_taken() throws Exception {
    int port = FreePort.pick();
    Path file = folder.resolve("routes.json");
    try (Backend backend = new Backend()) {
      Routes wanted = routes(7, port, backend);
      String older = Wire.json().writeValueAsString(wanted).replace(",\"idempotent\":false", "");
      assertThat(older).doesNotContain("idempotent");
      Files.writeString(file, older);
      try (Proxy proxy = Proxy.start(file, 1)) {
        assertThat(proxy.generation()).isZero();
        assertThat(folder.resolve("routes.json.unreadable")).hasContent(older);
        proxy.apply(routes(1, port, backend));
        try (Http client = new Http("127.0.0.1", port)) {
          assertThat(client.get("/").status()).isEqualTo(200);
        }
      }
    }
  }

  @Test
  void routes_that_cannot_be_listened_for_change_nothing() throws Exception {
    int port = FreePort.pick();
    try (ServerSocket occupied = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Backend backend = new Backend();
        Proxy proxy = Proxy.start(folder.resolve("routes.json"), 1)) {
      proxy.apply(routes(1, port, backend));
      var more = new ArrayList<>(routes(2, port).services());
      more.add(
          new ServiceRoute(
              "other",
              "127.0.0.1",
              occupied.getLocalPort(),
              Protocol.HTTP,
              List.of(),
              DestinationSettings.defaults()));
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () -> proxy.apply(new Routes(2, more))))
          .hasMessageContaining("address already in use (expected: free) in service other");
      assertThat(proxy.generation()).isOne();
      assertThat(new RoutesFile(folder.resolve("routes.json")).load().generation()).isOne();
      try (Http client = new Http("127.0.0.1", port)) {
        assertThat(client.get("/").status()).isEqualTo(200);
      }
    }
  }
}
