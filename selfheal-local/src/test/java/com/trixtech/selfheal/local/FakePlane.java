package com.trixtech.selfheal.local;

import com.trixtech.selfheal.core.signals.Snapshot.Traffic;
import com.trixtech.selfheal.local.controllers.ServicePlane;
import com.trixtech.selfheal.proxy.wire.ServiceRoute;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A data path that only remembers what it was told. */
final class FakePlane implements ServicePlane {
  final List<List<ServiceRoute>> published = new CopyOnWriteArrayList<>();
  final Map<String, Instant> ejected = new ConcurrentHashMap<>();
  final Map<String, Duration> windows = new ConcurrentHashMap<>();
  volatile boolean stopped;

  @Override
  public CompletionStage<?> publish(List<ServiceRoute> routes) {
    published.add(routes);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Optional<Traffic> traffic(String uid, Instant since, Duration window) {
    windows.put(uid, window);
    return Optional.empty();
  }

  @Override
  public CompletionStage<?> eject(String uid, Instant until) {
    ejected.put(uid, until);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> uneject(String uid) {
    ejected.remove(uid);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void stop() {
    stopped = true;
  }

  int endpoints(String service) {
    return published.isEmpty()
        ? 0
        : published.getLast().stream()
            .filter(route -> route.name().equals(service))
            .mapToInt(route -> route.endpoints().size())
            .sum();
  }
}
