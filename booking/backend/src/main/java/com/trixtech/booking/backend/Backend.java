package com.trixtech.booking.backend;

import com.trixtech.booking.backend.bookings.BookingRoutes;
import com.trixtech.booking.backend.database.DatabaseState;
import com.trixtech.booking.backend.database.DatabaseWatch;
import com.trixtech.booking.backend.database.Transactions;
import com.trixtech.booking.backend.health.HealthRoutes;
import com.trixtech.booking.backend.health.Pulse;
import com.trixtech.booking.backend.http.Answer;
import com.trixtech.booking.backend.payments.CancellationRoutes;
import com.trixtech.booking.backend.payments.PaymentRoutes;
import com.trixtech.booking.backend.payments.Provider;
import com.trixtech.booking.backend.payments.ProviderHttp;
import com.trixtech.booking.backend.payments.Settler;
import com.trixtech.booking.backend.rooms.RoomRoutes;
import com.trixtech.booking.backend.rooms.Rooms;
import com.zaxxer.hikari.HikariDataSource;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The running backend: port, pool and watch, wired by hand. Thread-safe.
 *
 * <p>Start: the port is bound first and at once; the database is reached in the background, and the
 * health endpoints say how far that is. End ({@link #close}): unready at once, requests are taken
 * for the drain, those in flight are finished, then the pool is closed. That takes less than a
 * second, or as long as a payment's call that is under way.
 */
public final class Backend implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Backend.class.getName());

  /** A payment waits for its provider, and then for the database. */
  private static final Duration FINISH_LIMIT = Provider.DEADLINE.plusSeconds(2);

  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(1);
  private static final long MAX_BODY = 16 * 1024;

  private final Config config;
  private final HikariDataSource pool;
  private final DatabaseWatch watch;
  private final Settler settler;
  private final FaultDrill drill;
  private final WebServer server;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile boolean leaving;
  private final WarmUp warmUp;

  private Backend(Config config) {
    this.config = config;
    pool = config.database().pool();
    watch = new DatabaseWatch(config.database());
    warmUp = new WarmUp(config.host(), this::open);
    drill = new FaultDrill(config.fault(), () -> watch.state().migrated());
    var pulse = new Pulse();
    var health = new HealthRoutes(watch::state, pulse, this::unready, this::cold);
    var database = new Transactions(pool);
    var provider = new Provider(new ProviderHttp(config.paymentUrl()));
    settler = new Settler(database, provider, config.giveUp(), () -> watch.state().reachable());
    server =
        WebServer.builder()
            .host(config.host())
            .port(config.port())
            .shutdownHook(false) // ours drains first
            .shutdownGracePeriod(Duration.ofMillis(200))
            .maxPayloadSize(MAX_BODY)
            .featuresDiscoverServices(false)
            .routing(routing(health, routes(database, provider)))
            .build();
    try {
      server.start();
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
    pulse.start();
    warmUp.start(server.port());
    drill.start(watch::start);
    settler.start();
  }

  /** Returns when the port is bound. */
  public static Backend start(Config config) {
    return new Backend(config);
  }

  /** The port that was bound; the configured one, unless that was 0. */
  public int port() {
    return server.port();
  }

  private List<Api.Route> routes(Transactions database, Provider provider) {
    var clock = InstantSource.system();
    var rooms = new Rooms();
    var roomRoutes = new RoomRoutes(database, rooms, clock);
    var bookings = new BookingRoutes(database, rooms, clock, config.hold());
    var api = new Api(this::databaseAway);
    return List.of(
        api.get("/rooms", roomRoutes::rooms),
        api.get("/availability", roomRoutes::availability),
        api.post("/bookings", bookings::create),
        api.get("/bookings", bookings::list),
        api.get("/bookings/{id}", bookings::get),
        api.post("/bookings/{id}/payment", new PaymentRoutes(database, provider)::pay),
        api.post(
            "/bookings/{id}/cancellation",
            new CancellationRoutes(database, clock, settler::wake)::cancel));
  }

  private HttpRouting.Builder routing(HealthRoutes health, List<Api.Route> routes) {
    var routing =
        HttpRouting.builder()
            .get("/health/live", handler(_ -> drill.live(health.live())))
            .get("/health/ready", handler(_ -> health.ready()))
            .get("/health/startup", handler(_ -> health.startup()))
            .get("/health", handler(_ -> health.health()));
    for (var route : routes) {
      routing.route(
          route.method(),
          route.path(),
          handler(r -> drill.booking(() -> route.source().answer(r))));
    }
    return routing.any(
        handler(r ->
            Answer.error(
                404,
                "path: " + r.path().path() + " (expected: a path of /openapi.json, or /health)")));
  }

  private Handler handler(Answer.Source source) {
    return (request, response) -> {
      inFlight.incrementAndGet();
      try {
        Answer answer;
        try {
          answer = source.answer(request);
        } catch (io.helidon.http.RequestException e) {
          throw e; // too large, malformed: the server has the right answer
        } catch (Exception e) {
          LOG.log(
              Level.SEVERE,
              request.prologue().method() + " " + request.path().path() + " failed",
              e);
          answer =
              Answer.error(
                  500, "internal error; the log of " + config.podName() + " has the cause");
        }
        answer = answer.with("X-Served-By", config.podName()).with("X-Release", config.release());
        // Leaving: the caller must not reuse a connection that is about to end.
        boolean last = leaving || request.headers().contains(HeaderValues.CONNECTION_CLOSE);
        (last ? answer.with("Connection", "close") : answer).sendTo(response);
        if (last) {
          // Helidon 4.5.0 announces the end and then keeps the connection open
          // (helidon-io/helidon#12324).
          throw new CloseConnectionException("announced to the caller");
        }
      } finally {
        inFlight.decrementAndGet();
      }
    };
  }

  private Optional<String> unready() {
    return leaving ? Optional.of("leaving: told to stop") : drill.unready();
  }

  /**
   * A new instance gets its full share of requests at once: it is opened and warmed before, not by
   * them.
   */
  private Optional<String> cold() {
    return warmUp.done()
        ? Optional.empty()
        : Optional.of(
            "warming up, pool: %d connections (expected: %d at start)"
                .formatted(
                    pool.getHikariPoolMXBean().getTotalConnections(), config.database().atRest()));
  }

  private boolean open() {
    return watch.state().migrated()
        && pool.getHikariPoolMXBean().getTotalConnections() >= config.database().atRest();
  }

  private Optional<String> databaseAway() {
    DatabaseState state = watch.state();
    return state.reachable() ? Optional.empty() : Optional.of(state.sentence());
  }

  @Override
  public void close() {
    leaving = true;
    LogLines.last(LOG, "leaving: unready now, draining for " + config.drain());
    try {
      Thread.sleep(config.drain());
      long end = System.nanoTime() + FINISH_LIMIT.toNanos();
      while (inFlight.get() > 0 && System.nanoTime() < end) {
        Thread.sleep(5);
      }
      settler.finish(SETTLE_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    int unfinished = inFlight.get();
    server.stop();
    watch.close();
    pool.close();
    LogLines.last(LOG, "stopped, unfinished requests: " + unfinished);
  }
}
