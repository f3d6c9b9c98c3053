package com.trixtech.booking.backend.payments;

import com.fasterxml.jackson.databind.JsonNode;
import com.trixtech.booking.http.Answer;
import com.trixtech.selfheal.shield.Attempt;
import com.trixtech.selfheal.shield.deadline.Deadline;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webclient.http1.Http1ClientResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One request to the provider, one answer. Thread-safe; blocks a virtual thread. */
public final class ProviderHttp {
  private static final Duration CONNECT_LIMIT = Duration.ofMillis(500);
  private static final HeaderName DEADLINE = HeaderNames.create(Deadline.HEADER);

  private final Http1Client client;
  private final Timing timing;

  /** Told of each attempt; status 0 is no answer. */
  @FunctionalInterface
  public interface Timing {
    void called(String method, String route, int status, Duration took);
  }

  public ProviderHttp(URI provider, Timing timing) {
    this.timing = timing;
    client =
        Http1Client.builder()
            .baseUri(provider)
            .connectTimeout(CONNECT_LIMIT)
            .followRedirects(false)
            .sendExpectContinue(false)
            .servicesDiscoverServices(false)
            .build();
  }

  /**
   * A request that may be sent again without doing anything twice.
   *
   * @param route with {@code {key}} where the key goes
   */
  record Call(Method method, String route, String key, String body) {}

  /** What came back, whole. */
  record Reply(int status, JsonNode json) {}

  /**
   * @throws IOException when there was no whole answer: whether the call had an effect is unknown
   */
  Reply send(Call call, Attempt attempt) throws IOException {
    long began = System.nanoTime();
    int status = 0;
    var request =
        client
            .method(call.method())
            .path(call.route().replace("{key}", call.key()))
            .readTimeout(attempt.remaining())
            .header(DEADLINE, attempt.deadlineHeader());
    try (Http1ClientResponse response =
        call.body().isEmpty()
            ? request.request()
            : request
                .header(HeaderNames.CONTENT_TYPE, "application/json")
                .submit(call.body().getBytes(StandardCharsets.UTF_8))) {
      JsonNode json = Answer.JSON.readTree(response.as(byte[].class));
      status = response.status().code();
      return new Reply(status, json);
    } catch (RuntimeException e) { // the client throws several of them for a broken connection
      throw new IOException("provider, " + call.method() + ": " + e.getMessage(), e);
    } finally {
      timing.called(
          call.method().text(), call.route(), status, Duration.ofNanos(System.nanoTime() - began));
    }
  }
}
