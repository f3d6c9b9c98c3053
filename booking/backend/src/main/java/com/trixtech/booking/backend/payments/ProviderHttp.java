package com.trixtech.booking.backend.payments;

import com.fasterxml.jackson.databind.JsonNode;
import com.trixtech.booking.backend.http.Answer;
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

  private final Http1Client client;

  public ProviderHttp(URI provider) {
    client =
        Http1Client.builder()
            .baseUri(provider)
            .connectTimeout(CONNECT_LIMIT)
            .followRedirects(false)
            .sendExpectContinue(false)
            .servicesDiscoverServices(false)
            .build();
  }

  /** What came back, whole. */
  record Reply(int status, JsonNode json) {}

  /**
   * @throws IOException when there was no whole answer: whether the call had an effect is unknown
   */
  Reply send(Method method, String path, String body) throws IOException {
    var request = client.method(method).path(path).readTimeout(Provider.DEADLINE);
    try (Http1ClientResponse response =
        body.isEmpty()
            ? request.request()
            : request
                .header(HeaderNames.CONTENT_TYPE, "application/json")
                .submit(body.getBytes(StandardCharsets.UTF_8))) {
      return new Reply(response.status().code(), Answer.JSON.readTree(response.as(byte[].class)));
    } catch (RuntimeException e) { // the client throws several of them for a broken connection
      throw new IOException("provider, " + method + ": " + e.getMessage(), e);
    }
  }
}
