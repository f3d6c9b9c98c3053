package com.trixtech.selfheal.proxy;

import com.trixtech.selfheal.proxy.wire.DestinationSettings;
import com.trixtech.selfheal.proxy.wire.Endpoint;
import com.trixtech.selfheal.proxy.wire.EndpointStats;
import com.trixtech.selfheal.proxy.wire.Protocol;
import com.trixtech.selfheal.proxy.wire.Routes;
import com.trixtech.selfheal.proxy.wire.ServiceRoute;
import com.trixtech.selfheal.proxy.wire.ServiceStats;
import com.trixtech.selfheal.testkit.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** A proxy with one service and its backends, all in this JVM, all real sockets. */
final class Bed implements AutoCloseable {
  final Proxy proxy;
  final int port;
  final List<Backend> backends = new ArrayList<>();
  DestinationSettings settings = DestinationSettings.defaults();
  Protocol protocol = Protocol.HTTP;
  private long generation;

  Bed(Path folder) throws Exception {
    port = FreePort.pick();
    proxy = Proxy.start(folder.resolve("routes.json"), 2);
  }

  Backend backend() throws IOException {
    Backend backend = new Backend();
    backends.add(backend);
    return backend;
  }

  ServiceRoute service(List<Endpoint> endpoints) {
    return new ServiceRoute("web", "127.0.0.1", port, protocol, endpoints, settings);
  }

  void route(Backend... to) throws Exception {
    proxy.apply(
        new Routes(
            ++generation, List.of(service(Arrays.stream(to).map(Backend::endpoint).toList()))));
  }

  Http client() throws IOException {
    return new Http("127.0.0.1", port);
  }

  ServiceStats stats() throws Exception {
    return proxy.stats().services().getFirst();
  }

  EndpointStats stats(Backend backend) throws Exception {
    return stats().endpoints().stream()
        .filter(e -> e.uid().equals(backend.uid))
        .findFirst()
        .orElseThrow();
  }

  static void until(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.call()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(what + ": not within 10 s");
      }
      LockSupport.parkNanos(500_000);
    }
  }

  @Override
  public void close() {
    proxy.close();
    backends.forEach(Backend::close);
  }

  /** The given settings with other limits. */
  static DestinationSettings limits(
      int maxConnections, int maxPending, int maxPerConnection, int budget, int minRetries) {
    DestinationSettings d = DestinationSettings.defaults();
    return new DestinationSettings(
        maxConnections,
        maxPending,
        maxPerConnection,
        d.maxRetries(),
        d.connectTimeout(),
        d.perTryTimeout(),
        d.consecutive5xxErrors(),
        d.consecutiveGatewayErrors(),
        d.splitExternalLocalOriginErrors(),
        d.consecutiveLocalOriginFailures(),
        d.interval(),
        d.baseEjectionTime(),
        d.maxEjectionPercent(),
        d.minHealthPercent(),
        budget,
        minRetries,
        d.idempotent());
  }
}
