package com.trixtech.booking.backend;

import com.trixtech.booking.backend.bookings.BookingRoutes;
import com.trixtech.booking.backend.database.Schema;
import com.trixtech.booking.backend.database.Transactions;
import com.trixtech.booking.backend.payments.CancellationRoutes;
import com.trixtech.booking.backend.payments.PaymentRoutes;
import com.trixtech.booking.backend.payments.Provider;
import com.trixtech.booking.backend.payments.ProviderHttp;
import com.trixtech.booking.backend.payments.Settler;
import com.trixtech.booking.backend.rooms.RoomRoutes;
import com.trixtech.booking.backend.rooms.Rooms;
import com.trixtech.booking.http.ProcessMetrics;
import com.trixtech.booking.process.LogLines;
import com.trixtech.selfheal.shield.breaker.Breaker;
import com.trixtech.selfheal.shield.breaker.BreakerState;
import com.trixtech.selfheal.shield.health.Finding;
import com.trixtech.selfheal.shield.health.Health;
import com.trixtech.selfheal.shield.limit.FrontDoor;
import com.trixtech.selfheal.shield.limit.Priority;
import com.trixtech.selfheal.shield.metrics.ShieldMetrics;
import com.trixtech.selfheal.shield.pool.DatabaseWatch;
import com.trixtech.selfheal.shield.pool.RecoveringPool;
import com.trixtech.selfheal.shield.retry.RetryBudget;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * The running backend, wired by hand. Thread-safe.
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

  /** So often the checks look: a start that is over is to be seen at once. */
  private static final Duration CADENCE = Duration.ofMillis(50);

  /** A request that takes so long tells that there are too many; one alone takes milliseconds. */
  private static final Duration SLOW = Duration.ofMillis(400);

  /** Requests at once that are let in at first. */
  private static final int AT_FIRST = 64;

  /** Fewer would turn away what one page asks for. */
  private static final int LEAST = 8;

  private final Config config;
  private final RecoveringPool pool;
  private final ProcessMetrics metrics = new ProcessMetrics();
  private final DatabaseWatch watch;
  private final Provider provider;
  private final Settler settler;
  private final FaultDrill drill;
  private final WarmUp warmUp;
  private final Health health;
  private final Server server;

  private Backend(Config config) {
    this.config = config;
    pool = RecoveringPool.of(config.database());
    pool.setMetricRegistry(metrics.registry());
    watch = new DatabaseWatch(config.database(), Schema::ensure);
    provider = new Provider(new ProviderHttp(config.paymentUrl(), metrics::called));
    warmUp = new WarmUp(config.host(), this::open, provider::warmUp);
    drill = new FaultDrill(config.fault(), () -> watch.state().prepared(), pool);
    var database = new Transactions(pool);
    var builder = Health.named(config.podName()).cadence(CADENCE);
    var beat = builder.liveLoop("settler", Settler.LATE);
    settler =
        new Settler(
            database, provider, config.giveUp(), () -> watch.state().reachable(), beat::now);
    health =
        builder
            .startup("warm", this::warm)
            .ready("drill", drill::unready)
            .ready("database", watch::finding)
            .degrades("payment", () -> payment(provider.shield().breaker()))
            .build();
    var door =
        FrontDoor.named("door")
            .initial(Math.min(AT_FIRST, config.mostAtOnce()))
            .minimum(LEAST)
            .maximum(config.mostAtOnce())
            .slowerThan(SLOW)
            .build();
    server = new Server(config, health, metrics, drill, routes(database, door));
    measure(door);
    try {
      server.start();
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
    health.start();
    warmUp.start(server.port());
    drill.start(watch::start);
    settler.start();
  }

  /** Returns when the port is bound. */
  public static Backend start(Config config) {
    return new Backend(config);
  }

  private void measure(FrontDoor door) {
    var registry = metrics.registry();
    ShieldMetrics.bind(registry, health);
    ShieldMetrics.bind(registry, door.limit());
    ShieldMetrics.bind(registry, provider.shield());
    ShieldMetrics.bind(registry, RetryBudget.ofProcess());
  }

  /** The port that was bound; the configured one, unless that was 0. */
  public int port() {
    return server.port();
  }

  /** All that it serves, such as {@code GET /rooms}. */
  List<String> routes() {
    return server.routes();
  }

  private List<Api.Route> routes(Transactions database, FrontDoor door) {
    var clock = InstantSource.system();
    var rooms = new Rooms();
    var roomRoutes = new RoomRoutes(database, rooms, clock);
    var bookings = new BookingRoutes(database, rooms, clock, config.hold());
    var payments = new PaymentRoutes(database, provider, config.paymentPatience());
    var cancellations = new CancellationRoutes(database, clock, settler::wake);
    var api = new Api(door, this::databaseAway, pool::numbers, drill);
    return List.of(
        api.get("/rooms", roomRoutes::rooms),
        api.get("/availability", roomRoutes::availability),
        api.post("/bookings", Priority.NORMAL, bookings::create),
        api.get("/bookings", bookings::list),
        api.get("/bookings/{id}", bookings::get),
        api.waiting("/bookings/{id}/payment", payments::pay),
        api.post("/bookings/{id}/cancellation", Priority.CRITICAL, cancellations::cancel));
  }

  /**
   * A new instance gets its full share of requests at once: it is opened and warmed before, not by
   * them.
   */
  private Finding warm() {
    return warmUp.done()
        ? Finding.up("schema is current, pool is open")
        : Finding.down(
            watch.state().prepared()
                ? "warming up, pool: " + pool.numbers()
                : watch.state().sentence());
  }

  private boolean open() {
    return watch.state().prepared() && pool.numbers().total() >= config.database().atRest();
  }

  private Optional<String> databaseAway() {
    var state = watch.state();
    return state.reachable() ? Optional.empty() : Optional.of(state.sentence());
  }

  /** Without it payments wait, and all else is served: never a reason to take an instance away. */
  private static Finding payment(Breaker breaker) {
    BreakerState state = breaker.state();
    return state == BreakerState.CLOSED
        ? Finding.up("the provider answers")
        : Finding.degraded("payments wait: breaker is " + state.label());
  }

  @Override
  public void close() {
    health.leave("told to stop");
    server.leave();
    LogLines.last(LOG, "leaving: unready now, draining for " + config.drain());
    try {
      Thread.sleep(config.drain());
      server.finish(FINISH_LIMIT);
      settler.finish(SETTLE_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    int unfinished = server.stop();
    watch.close();
    pool.close();
    health.close();
    metrics.close();
    LogLines.last(LOG, "stopped, unfinished requests: " + unfinished);
  }
}
