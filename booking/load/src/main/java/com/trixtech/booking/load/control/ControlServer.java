package com.trixtech.booking.load.control;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.trixtech.booking.load.LoadPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One load under the control of whoever reaches this machine's loopback. Thread-safe.
 *
 * <p>{@code PUT /load} with a plan starts it; a second one changes nothing, so that a request may
 * be repeated whose answer was lost. {@code GET /counts}, {@code GET /report}; {@code POST /turn},
 * {@code /measure}, {@code /stop}, {@code /check}. A problem is answered with a sentence: 400 what
 * was asked for is wrong, 409 there is no load yet, 502 a book cannot be read.
 */
public final class ControlServer implements AutoCloseable {
  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger asking = new AtomicInteger();
  private volatile long heard = System.nanoTime();
  private @Nullable Guests guests;

  private interface Answer {
    @Nullable Object of(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private static final class NoLoad extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Listens on the loopback; port 0 picks a free one. */
  public ControlServer(int port) throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    http.setExecutor(threads);
    on("PUT", "/load", exchange -> start(body(exchange, LoadPlan.class)));
    on("GET", "/counts", _ -> load().counts());
    on("GET", "/report", _ -> load().report());
    on("POST", "/stop", _ -> load().stop());
    on(
        "POST",
        "/measure",
        _ -> {
          load().measureFromNow();
          return null;
        });
    on(
        "POST",
        "/turn",
        exchange -> {
          load().turnTo(body(exchange, ControlJson.Turn.class).requestsPerSecond());
          return null;
        });
    on(
        "POST",
        "/check",
        exchange -> {
          var check = body(exchange, ControlJson.Check.class);
          return load().check(check.gateway(), check.patience());
        });
    http.start();
  }

  public int port() {
    return http.getAddress().getPort();
  }

  /** How long nobody has asked for anything; zero while somebody waits for an answer. */
  public Duration alone() {
    return asking.get() > 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - heard);
  }

  private synchronized @Nullable Object start(LoadPlan plan) {
    if (guests == null) {
      guests = Guests.here(plan);
    }
    return null;
  }

  private synchronized Guests load() {
    if (guests == null) {
      throw new NoLoad();
    }
    return guests;
  }

  private static <T> T body(HttpExchange exchange, Class<T> type) throws IOException {
    byte[] bytes = exchange.getRequestBody().readAllBytes();
    try {
      return ControlJson.MAPPER.readValue(bytes, type);
    } catch (IOException e) {
      throw new IllegalArgumentException("body: " + e.getMessage() + " (expected: JSON)", e);
    }
  }

  private void on(String method, String path, Answer answer) {
    http.createContext(
        path,
        exchange -> {
          asking.incrementAndGet();
          try (exchange) {
            if (!exchange.getRequestMethod().equals(method)) {
              send(exchange, 405, new ControlJson.Problem(path + " (expected: " + method + ")"));
              return;
            }
            answer(exchange, answer);
          } finally {
            heard = System.nanoTime();
            asking.decrementAndGet();
          }
        });
  }

  private static void answer(HttpExchange exchange, Answer answer) throws IOException {
    try {
      Object given = answer.of(exchange);
      send(exchange, given == null ? 204 : 200, given);
    } catch (NoLoad e) {
      send(exchange, 409, new ControlJson.Problem("load: none (expected: PUT /load first)"));
    } catch (IllegalArgumentException e) {
      send(exchange, 400, new ControlJson.Problem(String.valueOf(e.getMessage())));
    } catch (IOException e) {
      send(exchange, 502, new ControlJson.Problem(String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      send(exchange, 503, new ControlJson.Problem("interrupted (expected: an answer)"));
    }
  }

  private static void send(HttpExchange exchange, int status, @Nullable Object body)
      throws IOException {
    if (body == null) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    byte[] bytes = ControlJson.MAPPER.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Ends the load, too. */
  @Override
  public void close() {
    http.stop(0);
    Guests last;
    synchronized (this) {
      last = guests;
    }
    if (last != null) {
      last.close();
    }
    threads.shutdown();
  }
}
