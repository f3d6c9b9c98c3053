package com.trixtech.selfheal.kubernetes.testing;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** An API server that takes nothing: it answers 429 as its own throttling does. Thread-safe. */
public final class Overloaded implements AutoCloseable {
  private static final byte[] ANSWER =
      """
      {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "TooManyRequests",
       "message": "too many requests, please try again later", "code": 429,
       "details": {"retryAfterSeconds": 1}}
      """
          .getBytes(StandardCharsets.UTF_8);

  private final AtomicInteger asked = new AtomicInteger();
  private final HttpServer server;

  /** Begins at once, on a free port. */
  public Overloaded() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.getResponseHeaders().set("Retry-After", "1");
          exchange.sendResponseHeaders(429, ANSWER.length);
          exchange.getResponseBody().write(ANSWER);
          exchange.close();
        });
    server.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How often it was asked. */
  public int asked() {
    return asked.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
