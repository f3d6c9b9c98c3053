package com.trixtech.selfheal.cli.local;

import com.trixtech.selfheal.core.signals.Snapshot.Traffic;
import com.trixtech.selfheal.local.controllers.Addresses;
import com.trixtech.selfheal.local.controllers.ServicePlane;
import com.trixtech.selfheal.proxy.wire.ServiceRoute;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * A data path that leads nowhere.
 *
 * @param atStop what ends the one that was there
 */
record Nowhere(Runnable atStop) implements ServicePlane, Addresses {
  @Override
  public CompletionStage<?> publish(List<ServiceRoute> routes) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Optional<Traffic> traffic(String uid, Instant since, Duration window) {
    return Optional.empty();
  }

  @Override
  public CompletionStage<?> eject(String uid, Instant until) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> uneject(String uid) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void stop() {
    atStop.run();
  }

  @Override
  public String service(String name) {
    return "127.0.0.1";
  }

  @Override
  public String nextInstance(Predicate<String> inUse) {
    return "127.0.0.1";
  }

  @Override
  public void release() {}
}
