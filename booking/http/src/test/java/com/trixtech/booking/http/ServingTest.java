package com.trixtech.booking.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServingTest {
  private final ProcessMetrics metrics = new ProcessMetrics();
  private final Serving serving =
      new Serving(
          metrics,
          Map.of("X-Served-By", "pod-1", "Cache-Control", "no-store"),
          e ->
              e instanceof IllegalArgumentException
                  ? Answer.error(400, String.valueOf(e.getMessage()))
                  : Answer.error(500, "internal error"));
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final WebServer server =
      Serving.server(
              "127.0.0.1",
              0,
              HttpRouting.builder()
                  .get("/plain", serving.handler("/plain", _ -> Answer.json(200, "{}")))
                  .get(
                      "/kept",
                      serving.handler(
                          "/kept",
                          _ -> Answer.html(200, "<p>").with("Cache-Control", "max-age=60")))
                  .get(
                      "/slow",
                      serving.handler(
                          "/slow",
                          _ -> {
                            arrived.countDown();
                            goOn.await();
                            return Answer.json(200, "{}");
                          }))
                  .get(
                      "/bad/{id}",
                      serving.handler(
                          "/bad/{id}",
                          _ -> {
                            throw new IllegalArgumentException("id: x (expected: a number)");
                          }))
                  .get(
                      "/broken",
                      serving.handler(
                          "/broken",
                          _ -> {
                            throw new IllegalStateException("a bug");
                          })))
          .start();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void stop() {
    goOn.countDown();
    client.close();
    server.stop();
    metrics.close();
  }

  @Test
  void everyAnswerIsMarkedUnlessItSaysOtherwise() throws Exception {
    var plain = get("/plain");
    assertThat(plain.headers().firstValue("X-Served-By")).hasValue("pod-1");
    assertThat(plain.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(get("/kept").headers().allValues("Cache-Control")).containsExactly("max-age=60");
  }

  @Test
  void whatASourceThrowsBecomesTheAnswerThatWasAgreed() throws Exception {
    assertThat(get("/bad/x").statusCode()).isEqualTo(400);
    assertThat(get("/bad/x").body()).contains("id: x (expected: a number)");
    var broken = get("/broken");
    assertThat(broken.statusCode()).isEqualTo(500);
    assertThat(broken.body()).contains("internal error").doesNotContain("a bug");
    assertThat(broken.headers().firstValue("X-Served-By")).hasValue("pod-1");
  }

  @Test
  void requestsAreCountedByRouteAndNotByPath() throws Exception {
    get("/bad/7");
    serving.finish(Duration.ofSeconds(10)); // counted after the answer went out
    assertThat(metrics.answer().body())
        .contains(
            "http_server_requests_seconds_count{method=\"GET\",status=\"400\",uri=\"/bad/{id}\"} 1")
        .doesNotContain("/bad/7");
  }

  @Test
  void leavingEndsConnectionsAfterTheirNextAnswerAndLosesNone() throws Exception {
    var slow =
        client.sendAsync(HttpRequest.newBuilder(uri("/slow")).build(), BodyHandlers.ofString());
    arrived.await();
    assertThat(serving.inFlight()).isOne();
    serving.leave();
    serving.finish(Duration.ofMillis(1));
    assertThat(serving.inFlight()).as("it waits no longer than it is told").isOne();
    goOn.countDown();
    serving.finish(Duration.ofSeconds(10));
    assertThat(serving.inFlight()).isZero();
    assertThat(slow.get().statusCode()).isEqualTo(200);
    assertThat(slow.get().headers().firstValue("Connection")).hasValue("close");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }
}
