package com.trixtech.selfheal.shield.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Serves the four paths with the JDK's own server: {@code server.createContext("/health", new
 * HealthHandler(health))}. Thread-safe.
 */
public final class HealthHandler implements HttpHandler {
  private final Health health;

  public HealthHandler(Health health) {
    this.health = health;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      HealthAnswer answer = health.at(exchange.getRequestURI().getPath());
      if (answer == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = answer.json().getBytes(StandardCharsets.UTF_8);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }
}
