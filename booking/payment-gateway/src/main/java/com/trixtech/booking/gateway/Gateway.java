package com.trixtech.booking.gateway;

import com.trixtech.booking.gateway.charges.Books;
import com.trixtech.booking.gateway.charges.ChargeRoutes;
import com.trixtech.booking.gateway.charges.Schema;
import com.trixtech.booking.gateway.health.HealthRoutes;
import com.trixtech.booking.gateway.http.BadInput;
import com.trixtech.booking.gateway.provider.FaultRoutes;
import com.trixtech.booking.gateway.provider.FaultSwitch;
import com.trixtech.booking.gateway.provider.Provider;
import com.trixtech.booking.gateway.provider.Servers;
import com.trixtech.booking.gateway.store.Store;
import com.trixtech.booking.gateway.store.StoreFailed;
import com.trixtech.booking.http.Answer;
import com.trixtech.booking.http.ProcessMetrics;
import com.trixtech.booking.http.Serving;
import com.trixtech.booking.process.LogLines;
import io.helidon.http.Method;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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

  private final Config config;
  private final Store store;
  private final FaultSwitch faults = new FaultSwitch();
  private final ProcessMetrics metrics = new ProcessMetrics();
  private final Serving serving;
  private final WebServer server;
  private final Optional<WebServer> control;

  private Gateway(Config config, Store store) throws StoreFailed {
    this.config = config;
    this.store = store;
    var servers = new Servers(config.servers(), config.serviceTime());
    var books = new Books(store, InstantSource.system());
    measure(servers);
    serving = new Serving(metrics, Map.of("X-Served-By", config.podName()), Gateway::failed);
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

  private void measure(Servers servers) {
    var registry = metrics.registry();
    Gauge.builder("payment_gateway_busy_servers", servers, Servers::busy)
        .description("Servers that are at work")
        .register(registry);
    Gauge.builder("payment_gateway_queued_requests", servers, Servers::queued)
        .description("Requests that wait for a server")
        .register(registry);
    Gauge.builder("payment_gateway_fault", faults, f -> f.now().isPresent() ? 1 : 0)
        .description("1 while a drill's fault is switched on")
        .register(registry);
    Gauge.builder("health_check_status", store, s -> s.alive() ? 1 : 0)
        .description("1 while the check is good")
        .tag("check", "store")
        .register(registry);
  }

  private WebServer listen(int port, HttpRouting.Builder routing) {
    return Serving.server(config.host(), port, routing).start();
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
    var health = new HealthRoutes(store::alive, serving::leaving);
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
    return routes.any(
        serving.handler("other", r -> lost("/charges, /refunds, /ledger or /health", r)));
  }

  private HttpRouting.Builder control() {
    var fault = new FaultRoutes(faults);
    var routes = HttpRouting.builder();
    route(routes, Method.PUT, "/fault", fault::put);
    route(routes, Method.GET, "/fault", _ -> fault.get());
    route(routes, Method.DELETE, "/fault", _ -> fault.delete());
    return routes.any(serving.handler("other", r -> lost("/fault", r)));
  }

  private void route(HttpRouting.Builder to, Method method, String path, Answer.Source source) {
    to.route(method, path, serving.handler(path, source));
  }

  private static Answer lost(String expected, ServerRequest request) {
    return Answer.error(
        404,
        "path: %s %s (expected: %s)"
            .formatted(request.prologue().method(), request.path().path(), expected));
  }

  private static Answer failed(Exception why) {
    return switch (why) {
      case BadInput e -> Answer.error(400, String.valueOf(e.getMessage()));
      // A write that was under way may be there: asking for the key tells.
      case StoreFailed e ->
          Answer.unavailable(e.getMessage() + "; ask for the key, or send the same again");
      default -> Answer.error(500, "internal error; the log of the gateway has the cause");
    };
  }

  /** Idempotent. */
  @Override
  public void close() {
    if (serving.leaving()) {
      return;
    }
    serving.leave();
    faults.off(); // what hangs is let go: nothing was done for it
    LogLines.last(LOG, "leaving: unready now, draining for " + config.drain());
    try {
      Thread.sleep(config.drain());
      serving.finish(FINISH_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    int unfinished = serving.inFlight();
    control.ifPresent(WebServer::stop);
    server.stop();
    store.close();
    metrics.close();
    LogLines.last(LOG, "stopped, unfinished requests: " + unfinished);
  }
}
