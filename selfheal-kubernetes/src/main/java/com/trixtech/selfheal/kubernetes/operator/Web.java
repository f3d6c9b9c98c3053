package com.trixtech.selfheal.kubernetes.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Health and metrics, to be read and not to be changed, and what is added. Thread-safe. */
final class Web implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Serves at once.
   *
   * @param missing what the loop still needs, for people; the process is alive before it has all
   * @param metrics in Prometheus' text format
   */
  Web(String host, int port, Supplier<Optional<String>> missing, Supplier<String> metrics) {
    try {
      server = HttpServer.create(new InetSocketAddress(host, port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "HOST, PORT: %s:%d cannot be listened on: %s".formatted(host, port, e.getMessage()), e);
    }
    server.setExecutor(threads);
    server.createContext("/health/live", exchange -> answer(exchange, 200, "alive\n"));
    server.createContext(
        "/health/ready",
        exchange -> {
          Optional<String> why = missing.get();
          answer(exchange, why.isEmpty() ? 200 : 503, why.orElse("ready") + "\n");
        });
    server.createContext("/metrics", exchange -> answer(exchange, 200, metrics.get()));
    server.start();
  }

  /** Serves one more path. */
  void add(String path, HttpHandler handler) {
    server.createContext(path, handler);
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, int code, String text) throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      exchange.sendResponseHeaders(code, body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
