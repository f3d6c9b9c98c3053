package com.trixtech.selfheal.proxy;

import com.trixtech.selfheal.core.eject.EjectionState;
import com.trixtech.selfheal.core.eject.Result;
import com.trixtech.selfheal.proxy.wire.DestinationSettings;
import com.trixtech.selfheal.proxy.wire.Endpoint;
import com.trixtech.selfheal.proxy.wire.EndpointStats;
import com.trixtech.selfheal.proxy.wire.ServiceRoute;
import com.trixtech.selfheal.proxy.wire.ServiceStats;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An HTTP service: who is next, who is out, and how much of everything is under way. */
final class HttpService implements Service {

  private static final Duration STREAM_STANDSTILL = Duration.ofSeconds(30);
  private static final int CLIENT_IDLE_SECONDS = 75;

  final Loop loop;
  final Tally tally = new Tally();
  final Deadlines streamLimit;
  Deadlines tryLimit;
  int pending;
  int connections;
  int retrying;

  private final HttpServer server;
  private final EjectionState ejection;
  private final List<Upstream> upstreams = new ArrayList<>();
  private final List<Upstream> draining = new ArrayList<>();
  private ServiceRoute route;
  private RetryBudget budget;
  private int inFlight;
  private int turn;
  private boolean closing;

  HttpService(Loop loop, ServiceRoute route) {
    this.loop = loop;
    this.route = route;
    this.ejection = new EjectionState(Outliers.policy(route.settings()));
    this.streamLimit = new Deadlines(loop.vertx, STREAM_STANDSTILL);
    this.tryLimit = new Deadlines(loop.vertx, settings().perTryTimeout());
    this.budget = budget();
    route.endpoints().forEach(endpoint -> upstreams.add(new Upstream(this, endpoint)));
    ejection.members(route.endpoints().stream().map(Endpoint::uid).toList());
    this.server =
        loop.vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setTcpNoDelay(true)
                    .setMaxHeaderSize(Loop.MAX_HEADER_BYTES)
                    .setMaxChunkSize(64 * 1024)
                    .setHttp2ClearTextEnabled(false)
                    .setHandle100ContinueAutomatically(true)
                    .setIdleTimeout(CLIENT_IDLE_SECONDS))
            .exceptionHandler(_ -> {}) // clients that vanish are no news
            .connectionHandler(client -> client.exceptionHandler(_ -> {}))
            .requestHandler(request -> new Exchange(this, request).start());
  }

  private RetryBudget budget() {
    return new RetryBudget(settings().retryBudgetPercent(), settings().minRetriesPerSecond());
  }

  @Override
  public ServiceRoute route() {
    return route;
  }

  DestinationSettings settings() {
    return route.settings();
  }

  boolean closing() {
    return closing;
  }

  @Override
  public Future<Void> listen() {
    return server.listen(route.listenPort(), route.listenHost()).mapEmpty();
  }

  @Override
  public void update(ServiceRoute changed) {
    DestinationSettings before = settings();
    route = changed;
    if (!before.equals(settings())) {
      ejection.policy(Outliers.policy(settings()));
      tryLimit = new Deadlines(loop.vertx, settings().perTryTimeout());
      budget = budget();
    }
    ejection.members(changed.endpoints().stream().map(Endpoint::uid).toList());
    List<Upstream> gone = new ArrayList<>(upstreams);
    List<Upstream> now = new ArrayList<>();
    for (Endpoint endpoint : changed.endpoints()) {
      Upstream known =
          gone.stream().filter(u -> u.endpoint.equals(endpoint)).findFirst().orElse(null);
      now.add(known == null ? new Upstream(this, endpoint) : known);
    }
    gone.removeAll(now);
    upstreams.clear();
    upstreams.addAll(now);
    draining.addAll(gone);
    gone.forEach(Upstream::remove);
    List.copyOf(draining).forEach(this::settled);
  }

  /** The next endpoint in turn that is in rotation, or null. */
  @Nullable Upstream next() {
    int found = find(List.of());
    if (found < 0) {
      return null;
    }
    turn = found + 1;
    return upstreams.get(found);
  }

  /**
   * An endpoint in rotation that is not among {@code tried}, or null. It takes no turn: otherwise
   * the request after a retry would meet the failing endpoint again, and that one would get more
   * first tries than its share.
   */
  @Nullable Upstream other(List<Upstream> tried) {
    int found = find(tried);
    return found < 0 ? null : upstreams.get(found);
  }

  private int find(List<Upstream> tried) {
    Instant now = Loop.now();
    int count = upstreams.size();
    for (int i = 0; i < count; i++) {
      int index = (turn + i) % count;
      Upstream candidate = upstreams.get(index);
      if (!tried.contains(candidate) && ejection.mayUse(candidate.endpoint.uid(), now)) {
        return index;
      }
    }
    return -1;
  }

  /** Whether it may be made twice: by its method, the client's word or the service's. */
  boolean idempotent(HttpServerRequest request) {
    return settings().idempotent() || Headers.idempotent(request.method(), request.headers());
  }

  /**
   * Takes a retry out of maxRetries and the budget, if both have one. What was never sent added no
   * load to any endpoint, so it needs no budget: with most instances dead, the living one still
   * gets every request.
   */
  boolean takeRetry(Failure failure) {
    boolean within = retrying < settings().maxRetries();
    boolean taken = within && (failure.neverSent() || budget.tryTake(System.nanoTime()));
    if (!taken) {
      tally.retriesRefused++;
    }
    return taken;
  }

  void result(Upstream upstream, int status) {
    report(upstream, Outliers.of(status));
  }

  void blame(Upstream upstream) {
    report(upstream, Result.LOCAL_ORIGIN_FAILURE);
  }

  private void report(Upstream upstream, Result result) {
    ejection.onResult(upstream.endpoint.uid(), result, Loop.now());
  }

  void begun(long now) {
    tally.requests++;
    inFlight++;
    budget.request(now);
  }

  void ended() {
    inFlight--;
  }

  void connectionFreed() {
    if (pending > 0) {
      upstreams.forEach(Upstream::serveWaiting);
    }
  }

  /** A removed endpoint is forgotten with its last request. */
  void settled(Upstream upstream) {
    if (!draining.isEmpty() && upstream.inFlight == 0) {
      draining.remove(upstream);
    }
  }

  @Override
  public Future<Void> close(Duration drain) {
    closing = true;
    return server.shutdown(drain.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public ServiceStats stats() {
    Instant now = Loop.now();
    List<EndpointStats> endpoints = new ArrayList<>();
    upstreams.forEach(upstream -> endpoints.add(stats(upstream, false, now)));
    draining.forEach(upstream -> endpoints.add(stats(upstream, true, now)));
    return new ServiceStats(
        route.name(),
        route.protocol(),
        tally.counts(),
        inFlight,
        pending,
        connections,
        tally.latencies.quantileMs(0.5, System.nanoTime()),
        tally.latencies.quantileMs(0.99, System.nanoTime()),
        endpoints);
  }

  private EndpointStats stats(Upstream upstream, boolean leaving, Instant now) {
    Endpoint endpoint = upstream.endpoint;
    return new EndpointStats(
        endpoint.uid(),
        endpoint.name(),
        endpoint.release(),
        upstream.tally.counts(),
        upstream.inFlight,
        upstream.pending(),
        upstream.connections(),
        leaving,
        leaving ? null : ejection.ejectedUntil(endpoint.uid(), now),
        ejection.ejections(endpoint.uid()),
        upstream.tally.latencies.quantileMs(0.5, System.nanoTime()),
        upstream.tally.latencies.quantileMs(0.99, System.nanoTime()),
        upstream.tally.latencies.totals());
  }

  @Override
  public boolean eject(String uid, Instant until) {
    return ejection.eject(uid, until);
  }

  @Override
  public boolean uneject(String uid) {
    return ejection.uneject(uid, Loop.now());
  }
}
