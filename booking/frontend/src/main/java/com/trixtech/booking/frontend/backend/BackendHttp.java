package com.trixtech.booking.frontend.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.trixtech.selfheal.shield.deadline.Deadline;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webclient.http1.Http1ClientRequest;
import io.helidon.webclient.http1.Http1ClientResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One request, one answer, no opinion: retries and breakers are for the caller. Thread-safe; blocks
 * a virtual thread.
 */
final class BackendHttp {
  private static final Duration CONNECT_LIMIT = Duration.ofMillis(500);

  private static final HeaderName DEADLINE = HeaderNames.create(Deadline.HEADER);
  private static final HeaderName KEY = HeaderNames.create("Idempotency-Key");

  private final Http1Client client;
  private final CallObserver observer;

  BackendHttp(URI backend, CallObserver observer) {
    this.observer = observer;
    client =
        Http1Client.builder()
            .baseUri(backend)
            .connectTimeout(CONNECT_LIMIT)
            .followRedirects(false)
            .sendExpectContinue(false)
            .servicesDiscoverServices(false)
            .build();
  }

  /**
   * A request: {@code body} and {@code key} are empty where they mean nothing.
   *
   * @param route the path's pattern, for the metrics
   */
  record Call(Method method, String route, String path, byte[] body, String key) {
    static Call get(String route, String path) {
      return new Call(Method.GET, route, path, new byte[0], "");
    }

    static Call post(String route, String path, JsonNode body, String key) {
      return new Call(
          Method.POST, route, path, body.toString().getBytes(StandardCharsets.UTF_8), key);
    }

    /** For messages: without what a guest typed, least of all a card number. */
    @Override
    public String toString() {
      return method.text() + " " + route;
    }
  }

  /**
   * @param limit for the answer; told to the backend as well, so that it drops what nobody waits
   *     for
   * @throws IOException when there was no whole answer: whether the call had an effect is unknown
   */
  Reply send(Call call, Duration limit) throws IOException {
    long began = System.nanoTime();
    int status = 0;
    try {
      Reply reply = exchange(call, limit);
      status = reply.status();
      return reply;
    } finally {
      observer.called(
          call.method().text(), call.route(), status, Duration.ofNanos(System.nanoTime() - began));
    }
  }

  private Reply exchange(Call call, Duration limit) throws IOException {
    long millis = Math.max(1, limit.toMillis());
    Http1ClientRequest request =
        client
            .method(call.method())
            .path(call.path())
            .skipUriEncoding(true)
            .readTimeout(Duration.ofMillis(millis))
            .header(DEADLINE, Long.toString(millis));
    if (!call.key().isEmpty()) {
      request.header(KEY, call.key());
    }
    if (call.body().length > 0) {
      request.header(HeaderNames.CONTENT_TYPE, "application/json");
    }
    try (Http1ClientResponse response =
        call.body().length > 0 ? request.submit(call.body()) : request.request()) {
      byte[] body = response.as(byte[].class);
      return new Reply(response.status().code(), Wire.parse(body));
    } catch (RuntimeException e) { // the client throws several of them for one broken connection
      throw new IOException(call + ": " + reason(e), e);
    }
  }

  private static String reason(Throwable e) {
    Throwable last = e;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return last.getClass().getSimpleName() + ": " + last.getMessage();
  }
}
