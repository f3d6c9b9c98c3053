package com.trixtech.selfheal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP as such: headers, bodies, limits, odd clients. */
class ProtocolTest {
  @TempDir Path folder;
  private Bed bed;
  private Backend backend;

  @BeforeEach
  void start() throws Exception {
    bed = new Bed(folder);
    backend = bed.backend();
    bed.route(backend);
  }

  @AfterEach
  void stop() throws Exception {
    bed.close();
  }

  @Test
  void headers_of_one_hop_stay_there_and_the_client_is_named() throws Exception {
    try (Http client = bed.client()) {
      String headers =
          "Connection: keep-alive, X-Mine\r\nX-Mine: 1\r\nTE: trailers\r\nX-Forwarded-For: 10.0.0.1\r\nX-Keep: 2\r\n";
      Http.Message answer = client.send("GET", "/a?b=c", headers, new byte[0]);
      assertThat(answer.headers())
          .doesNotContainKeys("keep-alive", "x-private")
          .containsKey("x-backend");
    }
    Http.Message seen = backend.received.getFirst();
    assertThat(seen.start()).isEqualTo("GET /a?b=c HTTP/1.1");
    assertThat(seen.headers())
        .doesNotContainKeys("x-mine", "te", "connection")
        .containsEntry("x-keep", "2")
        .containsEntry("host", "test")
        .containsEntry("x-forwarded-for", "10.0.0.1, 127.0.0.1");
  }

  @Test
  void large_bodies_stream_both_ways_with_length_and_chunked() throws Exception {
    backend.mode = Backend.Mode.ECHO;
    String large = "0123456789abcdef".repeat(400_000);
    try (Http client = bed.client()) {
      assertThat(client.post("/", "", large).text()).isEqualTo(large);
      backend.chunked = true;
      assertThat(client.post("/", "", large).text()).isEqualTo(large);
      client.write("POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
      client.write(Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n");
      assertThat(client.receive(false).text()).isEqualTo("abc" + large);
      client.write(
          "POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
      assertThat(client.receive(false).text()).isEqualTo("abc");
    }
    assertThat(bed.stats().inFlight()).isZero();
  }

  @Test
  void head_and_100_continue_and_http_1_0_work() throws Exception {
    backend.body = "twelve bytes";
    try (Http client = bed.client()) {
      Http.Message head = client.send("HEAD", "/", "", new byte[0]);
      assertThat(head.header("content-length")).isEqualTo("12");
      assertThat(client.post("/", "Expect: 100-continue\r\n", "x").text())
          .isEqualTo("twelve bytes");
      backend.chunked = true;
      assertThat(client.send("HEAD", "/", "", new byte[0]).status()).isEqualTo(200);
      assertThat(client.get("/").text()).isEqualTo("twelve bytes");
    }
    try (Http client = bed.client()) {
      client.write("GET / HTTP/1.0\r\n\r\n");
      String all =
          new String(client.socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(all).contains(" 200 ").endsWith("twelve bytes");
    }
  }

  @Test
  void an_upgrade_is_refused_with_its_reason_but_an_offer_of_h2c_is_only_ignored()
      throws Exception {
    try (Http client = bed.client()) {
      String upgrade =
          "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGVzdA==\r\n";
      Http.Message answer = client.send("GET", "/", upgrade, new byte[0]);
      assertThat(answer.status()).isEqualTo(501);
      assertThat(answer.header("x-selfheal-reason")).isEqualTo("upgrade");
    }
    try (HttpClient jdk = HttpClient.newHttpClient()) { // asks for h2c on its first request
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + bed.port + "/")).build();
      assertThat(jdk.send(request, HttpResponse.BodyHandlers.ofString()).body())
          .isEqualTo(backend.uid);
    }
  }

  @Test
  void too_large_headers_and_nonsense_are_the_clients_fault() throws Exception {
    try (Http client = bed.client()) {
      assertThat(
              client
                  .send("GET", "/", "X-Large: " + "x".repeat(40_000) + "\r\n", new byte[0])
                  .status())
          .isEqualTo(431);
    }
    try (Http client = bed.client()) {
      client.write("this is no http\r\n\r\n");
      assertThat(client.receive(false).status()).isEqualTo(400);
    }
    assertThat(backend.requests).hasValue(0);
  }

  @Test
  void a_client_that_leaves_takes_its_request_along() throws Exception {
    backend.mode = Backend.Mode.HANG;
    try (Http client = bed.client()) {
      client.write("GET / HTTP/1.1\r\nHost: t\r\n\r\n");
      Bed.until("arrived", () -> backend.requests.get() == 1);
    }
    Bed.until("cancelled", () -> bed.stats().counts().cancelled() == 1);
    assertThat(bed.stats().inFlight()).isZero();
    assertThat(bed.stats(backend).inFlight()).isZero();
    assertThat(bed.stats(backend).counts().gatewayErrors())
        .as("the endpoint is not to blame")
        .isZero();
  }
}
