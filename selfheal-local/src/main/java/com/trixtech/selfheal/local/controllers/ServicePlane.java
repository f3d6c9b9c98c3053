package com.trixtech.selfheal.local.controllers;

import com.trixtech.selfheal.core.signals.Snapshot.Traffic;
import com.trixtech.selfheal.proxy.wire.ServiceRoute;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What carries requests to instances, and outlives the healer. Thread-safe; no method may block the
 * event loop.
 */
public interface ServicePlane {
  /** Publishes the whole truth; completes once it is in force. The order of calls is kept. */
  CompletionStage<?> publish(List<ServiceRoute> routes);

  /** What clients saw of an instance since then, and in the last {@code window}; from memory. */
  Optional<Traffic> traffic(String uid, Instant since, Duration window);

  /** Takes an instance out of rotation until then, by the plane's own clock. */
  CompletionStage<?> eject(String uid, Instant until);

  /** Takes it back. */
  CompletionStage<?> uneject(String uid);

  /** Ends the data path; only when everything is brought down. May block. */
  void stop();
}
