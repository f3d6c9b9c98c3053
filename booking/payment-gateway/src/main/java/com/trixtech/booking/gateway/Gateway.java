package com.trixtech.booking.gateway;

import com.trixtech.booking.gateway.charges.Books;
import com.trixtech.booking.gateway.charges.ChargeRoutes;
import com.trixtech.booking.gateway.charges.Schema;
import com.trixtech.booking.gateway.health.HealthRoutes;
import com.trixtech.booking.gateway.http.Answer;
import com.trixtech.booking.gateway.http.BadInput;
import com.trixtech.booking.gateway.provider.FaultRoutes;
import com.trixtech.booking.gateway.provider.FaultSwitch;
import com.trixtech.booking.gateway.provider.Provider;
import com.trixtech.booking.gateway.provider.Servers;
import com.trixtech.booking.gateway.store.Store;
import com.trixtech.booking.gateway.store.StoreFailed;
import com.trixtech.booking.process.LogLines;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The running gateway: store, ports and metrics, wired by hand. Thread-safe.
 *
 * <p>Start: the store is opened, then the port is bound. End ({@link #close}): unready at once,
 * requests are taken for the drain, those in flight are finished, then the store is closed.
 */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Gateway.class.getName());
  private static final Duration FINISH_LIMIT = Duration.ofSeconds(5);
  private static final long MAX_BODY = 16 * 1024;

  private final Config config;
  private final Store store;
  private final FaultSwitch faults = new FaultSwitch();
  private final Metrics metrics;
  private final WebServer server;
  private final Optional<WebServer> control;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile boolean leaving;

  private Gateway(Config config, Store store) throws StoreFailed {
    this.config = config;
    this.store = store;
    var servers = new Servers(config.servers(), config.serviceTime());
    var books = new Books(store, InstantSource.system());
    metrics = new Metrics(servers, faults, inFlight, store::alive);
    server = listen(config.port(), routing(new ChargeRoutes(books, new Provider(servers, faults))));
    control =
        config.controlPort().isPresent()
            ? Optional.of(listen(config.controlPort().getAsInt(), control()))
            : Optional.empty();
  }

  /** Returns when the port is bound. */
  public static Gateway start(Config config) throws StoreFailed {
    Store store = Store.open(config.dataDir(), Schema.SQL);
    try {
      return new Gateway(config, store);
    } catch (RuntimeException | StoreFailed e) {
      store.close();
      throw e;
    }
  }

  private WebServer listen(int port, HttpRouting.Builder routing) {
    return WebServer.builder()
        .host(config.host())
        .port(port)
        .shutdownHook(false) // ours drains first
        .shutdownGracePeriod(Duration.ofMillis(200))
        .maxPayloadSize(MAX_BODY)
        .featuresDiscoverServices(false)
        .routing(routing)
        .build()
        .start();
  }

  /** The port that was bound; the configured one, unless that was 0. */
  public int port() {
    return server.port();
  }

  /** Where faults are switched on; empty where nobody can. */
  public OptionalInt controlPort() {
    return control.isPresent() ? OptionalInt.of(control.get().port()) : OptionalInt.empty();
  }

  private HttpRouting.Builder routing(ChargeRoutes charges) {
    var health = new HealthRoutes(store::alive, () -> leaving);
    var routes = HttpRouting.builder();
    route(routes, Method.PUT, "/charges/{key}", charges::charge);
    route(routes, Method.GET, "/charges/{key}", charges::find);
    route(routes, Method.POST, "/charges/{key}/cancel", charges::cancel);
    route(routes, Method.PUT, "/refunds/{key}", charges::refund);
    route(routes, Method.GET, "/refunds/{key}", charges::findRefund);
    route(routes, Method.GET, "/ledger", charges::ledger);
    route(routes, Method.GET, "/health/live", _ -> health.live());
    route(routes, Method.GET, "/health/ready", _ -> health.ready());
    route(routes, Method.GET, "/health/startup", _ -> health.startup());
    route(routes, Method.GET, "/health", _ -> health.health());
    route(routes, Method.GET, "/metrics", _ -> metrics.answer());
    return routes.any(handler("other", r -> lost("/charges, /refunds, /ledger or /health", r)));
  }

  private HttpRouting.Builder control() {
    var fault = new FaultRoutes(faults);
    var routes = HttpRouting.builder();
    route(routes, Method.PUT, "/fault", fault::put);
    route(routes, Method.GET, "/fault", _ -> fault.get());
    route(routes, Method.DELETE, "/fault", _ -> fault.delete());
    return routes.any(handler("other", r -> lost("/fault", r)));
  }

  private void route(HttpRouting.Builder to, Method method, String path, Answer.Source source) {
    to.route(method, path, handler(path, source));
  }

  private static Answer lost(String expected, ServerRequest request) {
    return Answer.error(
        404,
        "path: %s %s (expected: %s)"
            .formatted(request.prologue().method(), request.path().path(), expected));
  }

  private Handler handler(String route, Answer.Source source) {
    return (request, response) -> {
      long began = System.nanoTime();
      int status = 0;
      inFlight.incrementAndGet();
      try {
        Answer answer = answer(request, source).with("X-Served-By", config.podName());
        // Leaving: the caller must not reuse a connection that is about to end.
        boolean last = leaving || request.headers().contains(HeaderValues.CONNECTION_CLOSE);
        answer = last ? answer.with("Connection", "close") : answer;
        status = answer.status();
        response.status(status);
        answer.headers().forEach(response::header);
        response.send(answer.body());
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

  private static Answer answer(ServerRequest request, Answer.Source source) {
    try {
      return source.answer(request);
    } catch (BadInput e) {
      return Answer.error(400, String.valueOf(e.getMessage()));
    } catch (StoreFailed e) {
      // A write that was under way may be there: asking for the key tells.
      return Answer.unavailable(e.getMessage() + "; ask for the key, or send the same again");
    } catch (CloseConnectionException | RequestException e) {
      throw e; // no answer, or one that the server has
    } catch (Exception e) {
      LOG.log(
          Level.SEVERE, request.prologue().method() + " " + request.path().path() + " failed", e);
      return Answer.error(500, "internal error; the log of the gateway has the cause");
    }
  }

  /** Idempotent. */
  @Override
  public void close() {
    if (leaving) {
      return;
    }
    leaving = true;
    faults.off(); // what hangs is let go: nothing was done for it
    LogLines.last(LOG, "leaving: unready now, draining for " + config.drain());
    try {
      Thread.sleep(config.drain());
      long end = System.nanoTime() + FINISH_LIMIT.toNanos();
      while (inFlight.get() > 0 && System.nanoTime() < end) {
        Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    int unfinished = inFlight.get();
    control.ifPresent(WebServer::stop);
    server.stop();
    store.close();
    metrics.close();
    LogLines.last(LOG, "stopped, unfinished requests: " + unfinished);
  }
}
