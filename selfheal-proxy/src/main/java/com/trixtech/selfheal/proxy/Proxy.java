package com.trixtech.selfheal.proxy;

import com.trixtech.selfheal.proxy.wire.EjectOrder;
import com.trixtech.selfheal.proxy.wire.Protocol;
import com.trixtech.selfheal.proxy.wire.ProxyStats;
import com.trixtech.selfheal.proxy.wire.Routes;
import com.trixtech.selfheal.proxy.wire.ServiceRoute;
import com.trixtech.selfheal.proxy.wire.ServiceStats;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All services of one proxy process. Thread-safe; its methods block for as long as the event loops
 * need and must not be called on one.
 */
public final class Proxy implements AutoCloseable {

  private static final Duration REMOVED_SERVICE_DRAIN = Duration.ofSeconds(5);
  private static final Duration SAVE_AGAIN = Duration.ofSeconds(5);
  private static final System.Logger LOG = System.getLogger(Proxy.class.getName());

  /**
   * What tells a service from another: its address. A service that is renamed keeps its
   * connections.
   */
  private record Address(Protocol protocol, String host, int port) {
    static Address of(ServiceRoute route) {
      return new Address(route.protocol(), route.listenHost(), route.listenPort());
    }
  }

  private record Placed(Loop loop, Service service) {}

  private final Vertx vertx;
  private final List<Loop> loops;
  private final RoutesFile file;
  private final Map<Address, Placed> placed = new LinkedHashMap<>();
  private long generation;
  private int turn;
  private @Nullable Routes unsaved;

  private Proxy(Vertx vertx, List<Loop> loops, RoutesFile file) {
    this.vertx = vertx;
    this.loops = loops;
    this.file = file;
  }

  /** Starts with the routes that the file holds, or with none when there is no file. */
  public static Proxy start(Path routesFile, int eventLoops) throws Exception {
    RoutesFile file = new RoutesFile(routesFile);
    Routes kept = file.load();
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(eventLoops)
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    Proxy proxy = new Proxy(vertx, loops(vertx, eventLoops), file);
    try {
      proxy.apply(kept);
    } catch (Exception e) {
      proxy.close();
      throw e;
    }
    return proxy;
  }

  /** One verticle for each loop is Vert.x's public way to get hold of a context of its own. */
  private static List<Loop> loops(Vertx vertx, int count) throws Exception {
    List<Loop> loops = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      vertx
          .deployVerticle(
              new AbstractVerticle() {
                @Override
                public void init(Vertx owner, Context context) {
                  loops.add(new Loop(owner, context));
                }
              })
          .toCompletionStage()
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
    }
    return List.copyOf(loops);
  }

  Vertx vertx() {
    return vertx;
  }

  public synchronized long generation() {
    return generation;
  }

  /**
   * Takes new routes: all of them or, when an address cannot be had, none. They are in force when
   * this returns, and on disk unless that is full.
   */
  public synchronized void apply(Routes routes) throws Exception {
    if (routes.generation() < generation) {
      throw new StaleRoutes(routes.generation(), generation);
    }
    Map<Address, Placed> opened = new LinkedHashMap<>();
    try {
      for (ServiceRoute route : routes.services()) {
        if (!placed.containsKey(Address.of(route))) {
          open(route, opened);
        }
      }
    } catch (AddressUnavailable e) {
      for (Placed each : opened.values()) {
        each.loop().call(() -> each.service().close(Duration.ZERO));
      }
      throw e;
    }
    Map<Address, Placed> gone = new LinkedHashMap<>(placed);
    for (ServiceRoute route : routes.services()) {
      Placed known = gone.remove(Address.of(route));
      if (known != null) {
        known.loop().call(() -> update(known.service(), route));
      }
    }
    for (Map.Entry<Address, Placed> each : gone.entrySet()) {
      placed.remove(each.getKey());
      each.getValue().loop().call(() -> startClosing(each.getValue().service()));
    }
    placed.putAll(opened);
    generation = routes.generation();
    unsaved = routes;
    save();
  }

  /**
   * Keeps the routes for the next life. On a full disk they are in force all the same, since an
   * instance that is gone must get no request, and are kept as soon as there is space again.
   */
  private synchronized void save() {
    Routes routes = unsaved;
    if (routes == null) {
      return;
    }
    try {
      file.save(routes);
      unsaved = null;
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "routes: not kept yet, {0} in {1}", e, file.path());
      vertx.setTimer(
          SAVE_AGAIN.toMillis(),
          _ ->
              vertx.executeBlocking(() -> {
                save();
                return true;
              }));
    }
  }

  private void open(ServiceRoute route, Map<Address, Placed> opened) throws Exception {
    Loop loop = loops.get(turn++ % loops.size());
    try {
      loop.call(() -> {
        Service service =
            switch (route.protocol()) {
              case HTTP -> new HttpService(loop, route);
              case TCP -> new TcpService(loop, route);
            };
        return service
            .listen()
            .onSuccess(_ -> opened.put(Address.of(route), new Placed(loop, service)));
      });
    } catch (Exception e) {
      throw new AddressUnavailable(
          route.listenHost(), route.listenPort(), e, "service " + route.name());
    }
  }

  private static Future<Void> update(Service service, ServiceRoute route) {
    service.update(route);
    return Future.succeededFuture();
  }

  /** Stops accepting now; nobody waits for the drain. */
  private static Future<Void> startClosing(Service service) {
    service.close(REMOVED_SERVICE_DRAIN);
    return Future.succeededFuture();
  }

  /** Everything counted, now. */
  public synchronized ProxyStats stats() throws Exception {
    List<ServiceStats> services = new ArrayList<>();
    for (Placed each : placed.values()) {
      services.add(each.loop().call(() -> Future.succeededFuture(each.service().stats())));
    }
    return new ProxyStats(Instant.now(), generation, services);
  }

  /** Ejects by order. Returns whether service and endpoint are known. */
  public synchronized boolean eject(EjectOrder order) throws Exception {
    Instant until = Loop.now().plusSeconds(order.seconds());
    return order(order, service -> service.eject(order.endpointUid(), until));
  }

  /** Ends an ejection. Returns whether service and endpoint are known. */
  public synchronized boolean uneject(EjectOrder order) throws Exception {
    return order(order, service -> service.uneject(order.endpointUid()));
  }

  private boolean order(EjectOrder order, java.util.function.Predicate<Service> act)
      throws Exception {
    for (Placed each : placed.values()) {
      boolean done =
          each.loop()
              .call(() ->
                  Future.succeededFuture(
                      each.service().route().name().equals(order.service())
                          && act.test(each.service())));
      if (done) {
        return true;
      }
    }
    return false;
  }

  /** Stops accepting, waits up to {@code drain} for what is under way, and ends everything. */
  public synchronized void shutdown(Duration drain) throws Exception {
    List<Future<Void>> closing = new ArrayList<>();
    for (Placed each : placed.values()) {
      each.loop()
          .call(() -> {
            closing.add(each.service().close(drain));
            return Future.succeededFuture();
          });
    }
    placed.clear();
    try {
      Future.join(closing)
          .toCompletionStage()
          .toCompletableFuture()
          .get(drain.toMillis() + 1000, TimeUnit.MILLISECONDS);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  /** Ends everything at once, without a drain. */
  @Override
  public void close() {
    try {
      shutdown(Duration.ZERO);
    } catch (Exception e) {
      throw new IllegalStateException("proxy: " + e.getMessage() + " (expected: closed)", e);
    }
  }
}
