package com.trixtech.selfheal.local.services;

import com.trixtech.selfheal.core.signals.Snapshot.Traffic;
import com.trixtech.selfheal.local.controllers.ServicePlane;
import com.trixtech.selfheal.proxy.wire.EjectOrder;
import com.trixtech.selfheal.proxy.wire.Endpoint;
import com.trixtech.selfheal.proxy.wire.EndpointStats;
import com.trixtech.selfheal.proxy.wire.ProxyStats;
import com.trixtech.selfheal.proxy.wire.Routes;
import com.trixtech.selfheal.proxy.wire.ServiceRoute;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Carries the controllers' truth to the proxy process, in order and off their event loop.
 * Thread-safe.
 *
 * <p>A publication is complete when the proxy has taken it <em>and</em> no endpoint that it removed
 * has a request left, so that an instance may be ended without losing one.
 */
public final class ProxyPlane implements ServicePlane, AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(3);
  private static final Duration DRAIN_LOOK = Duration.ofMillis(20);
  private static final System.Logger LOG = System.getLogger(ProxyPlane.class.getName());

  private final ProxyProcess proxy;
  private final TrafficWindow window = new TrafficWindow();
  private final InstantSource clock;
  private final ExecutorService orders =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("proxy-orders").factory());
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("proxy-looks").factory());
  private volatile List<ServiceRoute> published = List.of();
  private long generation;

  /** Looks after {@code proxy} from now on. */
  public ProxyPlane(ProxyProcess proxy, InstantSource clock) {
    this.proxy = proxy;
    this.clock = clock;
    this.generation = proxy.stats().generation();
    looks.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public CompletionStage<?> publish(List<ServiceRoute> routes) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    orders.execute(() ->
        attempt(
            done,
            () -> {
              Set<String> removed = uids(published);
              removed.removeAll(uids(routes));
              published = List.copyOf(routes);
              proxy.put(new Routes(++generation, published));
              if (removed.isEmpty()) {
                done.complete(null);
              } else {
                Thread.startVirtualThread(() -> attempt(done, () -> drained(removed, done)));
              }
            }));
    return done;
  }

  private void drained(Set<String> removed, CompletableFuture<Void> done) {
    Instant limit = clock.instant().plus(DRAIN_LIMIT);
    while (clock.instant().isBefore(limit)
        && known(proxy.stats()).stream().anyMatch(removed::contains)) {
      LockSupport.parkNanos(DRAIN_LOOK.toNanos());
    }
    done.complete(null);
  }

  private static Set<String> uids(List<ServiceRoute> routes) {
    Set<String> uids = new HashSet<>();
    routes.forEach(r -> r.endpoints().stream().map(Endpoint::uid).forEach(uids::add));
    return uids;
  }

  private static Set<String> known(ProxyStats stats) {
    Set<String> uids = new HashSet<>();
    stats
        .services()
        .forEach(s -> s.endpoints().stream().map(EndpointStats::uid).forEach(uids::add));
    return uids;
  }

  @Override
  public Optional<Traffic> traffic(String uid, Instant since, Duration over) {
    return window.of(uid, since, over);
  }

  @Override
  public CompletionStage<?> eject(String uid, Instant until) {
    long seconds = Math.max(1, Duration.between(clock.instant(), until).toSeconds());
    int bounded = (int) Math.min(EjectOrder.MOST_SECONDS, seconds);
    return order(uid, service -> proxy.eject(new EjectOrder(service, uid, bounded)));
  }

  @Override
  public CompletionStage<?> uneject(String uid) {
    return order(uid, service -> proxy.uneject(new EjectOrder(service, uid, 0)));
  }

  private CompletionStage<?> order(String uid, Consumer<String> each) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    orders.execute(() ->
        attempt(
            done,
            () -> {
              for (ServiceRoute route : published) {
                if (uids(List.of(route)).contains(uid)) {
                  each.accept(route.name());
                }
              }
              done.complete(null);
            }));
    return done;
  }

  private static void attempt(CompletableFuture<Void> done, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "proxy: {0}", e.getMessage());
      done.completeExceptionally(e);
    }
  }

  /** A proxy that does not answer renews nothing: the traffic ages by its own time. */
  private void look() {
    try {
      window.add(proxy.stats());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "proxy: {0}", e.getMessage());
    }
  }

  @Override
  public void stop() {
    close();
    proxy.stop();
  }

  /** Lets the proxy go on serving without us. */
  @Override
  public void close() {
    looks.shutdownNow();
    orders.shutdown();
    proxy.close();
  }
}
