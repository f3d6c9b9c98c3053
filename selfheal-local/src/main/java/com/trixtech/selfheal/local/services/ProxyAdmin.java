package com.trixtech.selfheal.local.services;

import com.trixtech.selfheal.proxy.wire.EjectOrder;
import com.trixtech.selfheal.proxy.wire.ProxyStats;
import com.trixtech.selfheal.proxy.wire.Routes;
import com.trixtech.selfheal.proxy.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The proxy's admin interface, from the client's side. Every call ends within two seconds. */
final class ProxyAdmin implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final String url;
  private final String token;

  ProxyAdmin(String url, String token) {
    this.url = url;
    this.token = token;
  }

  boolean healthy() {
    try {
      call("GET", "/health", BodyPublishers.noBody());
      return true;
    } catch (ProxyUnavailable e) {
      return false;
    }
  }

  void put(Routes routes) {
    call("PUT", "/routes", json(routes));
  }

  ProxyStats stats() {
    try {
      return Wire.json()
          .readValue(call("GET", "/stats", BodyPublishers.noBody()), ProxyStats.class);
    } catch (IOException e) {
      throw new ProxyUnavailable(
          "proxy stats: " + e.getMessage() + " (expected: ours) at " + url, e);
    }
  }

  void eject(EjectOrder order) {
    call("POST", "/eject", json(order));
  }

  void uneject(EjectOrder order) {
    call("POST", "/uneject", json(order));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private byte[] call(String method, String path, BodyPublisher body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token)
            .method(method, body)
            .build();
    try {
      var answer = http.send(request, BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new ProxyUnavailable(
            "proxy: %d %s (expected: 200) from %s %s"
                .formatted(
                    answer.statusCode(),
                    new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8),
                    method,
                    path));
      }
      return answer.body();
    } catch (IOException e) {
      throw new ProxyUnavailable(
          "proxy: %s (expected: an answer within %s) from %s %s"
              .formatted(e, PATIENCE, method, path),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProxyUnavailable("proxy: interrupted in " + method + " " + path, e);
    }
  }

  private static BodyPublisher json(Object body) {
    try {
      return BodyPublishers.ofByteArray(Wire.json().writeValueAsBytes(body));
    } catch (IOException e) {
      throw new IllegalArgumentException("proxy order: " + body + " (expected: JSON types)", e);
    }
  }
}
