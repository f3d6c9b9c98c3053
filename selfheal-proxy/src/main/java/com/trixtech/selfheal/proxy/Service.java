package com.trixtech.selfheal.proxy;

import com.trixtech.selfheal.proxy.wire.ServiceRoute;
import com.trixtech.selfheal.proxy.wire.ServiceStats;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;

/** A listening service. Every method is called on the service's own event loop only. */
sealed interface Service permits HttpService, TcpService {

  /** What it serves now. */
  ServiceRoute route();

  /** Starts to accept; fails with the reason when the address cannot be had. */
  Future<Void> listen();

  /** Takes new endpoints and settings, at once; who is gone gets nothing new from this call on. */
  void update(ServiceRoute changed);

  /** Stops accepting, lets what is under way end for at most {@code drain}, then closes. */
  Future<Void> close(Duration drain);

  ServiceStats stats();

  /** Returns whether the endpoint is known. */
  boolean eject(String uid, Instant until);

  /** Returns whether the endpoint is known. */
  boolean uneject(String uid);
}
