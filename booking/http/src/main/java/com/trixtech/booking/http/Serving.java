package com.trixtech.booking.http;

import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Answers requests: each answer is marked, counted and timed, and from {@link #leave} on is the
 * last of its connection, so that nothing is lost when the port closes. Thread-safe.
 */
public final class Serving {
  private static final Logger LOG = Logger.getLogger(Serving.class.getName());
  private static final long MAX_BODY = 16 * 1024;

  private final ProcessMetrics metrics;
  private final Map<String, String> marks;
  private final Function<Exception, Answer> failed;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile boolean leaving;

  /**
   * @param marks headers that every answer carries, unless it has its own of that name
   * @param failed the answer to what a source throws; one of status 500 is logged with its cause
   */
  public Serving(
      ProcessMetrics metrics, Map<String, String> marks, Function<Exception, Answer> failed) {
    this.metrics = metrics;
    this.marks = Map.copyOf(marks);
    this.failed = failed;
    metrics.bind(inFlight);
  }

  /** A server that is not started yet, and takes bodies of at most 16 KiB. */
  public static WebServer server(String host, int port, HttpRouting.Builder routing) {
    return WebServer.builder()
        .host(host)
        .port(port)
        .shutdownHook(false) // ours drains first
        .shutdownGracePeriod(Duration.ofMillis(200))
        .maxPayloadSize(MAX_BODY)
        .featuresDiscoverServices(false)
        .routing(routing)
        .build();
  }

  /**
   * @param route the path's pattern, for the metrics
   */
  public Handler handler(String route, Answer.Source source) {
    return (request, response) -> {
      long began = System.nanoTime();
      int status = 0;
      inFlight.incrementAndGet();
      try {
        Answer answer = answer(request, source).withDefaults(marks);
        status = answer.status();
        // Leaving: the caller must not reuse a connection that is about to end.
        boolean last = leaving || request.headers().contains(HeaderValues.CONNECTION_CLOSE);
        (last ? answer.with("Connection", "close") : answer).sendTo(response);
        if (last) {
          // Helidon 4.5.0 announces the end and then keeps the connection open
          // (helidon-io/helidon#12324).
          throw new CloseConnectionException("announced to the caller");
        }
      } finally {
        metrics.served(
            request.prologue().method().text(),
            route,
            status,
            Duration.ofNanos(System.nanoTime() - began));
        inFlight.decrementAndGet();
      }
    };
  }

  private Answer answer(ServerRequest request, Answer.Source source) {
    try {
      return source.answer(request);
    } catch (CloseConnectionException | RequestException e) {
      throw e; // no answer, or one that the server has
    } catch (Exception e) {
      Answer answer = failed.apply(e);
      if (answer.status() == 500) {
        LOG.log(
            Level.SEVERE, request.prologue().method() + " " + request.path().path() + " failed", e);
      }
      return answer;
    }
  }

  /** Requests that have no answer yet. */
  public int inFlight() {
    return inFlight.get();
  }

  /** From now on each answer is the last of its connection. */
  public void leave() {
    leaving = true;
  }

  public boolean leaving() {
    return leaving;
  }

  /** Waits until all is answered that came in, or for so long. */
  public void finish(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (inFlight.get() > 0 && System.nanoTime() < end) {
      Thread.sleep(5);
    }
  }
}
