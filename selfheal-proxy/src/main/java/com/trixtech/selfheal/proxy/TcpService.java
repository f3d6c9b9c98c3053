package com.trixtech.selfheal.proxy;

import com.trixtech.selfheal.core.eject.EjectionState;
import com.trixtech.selfheal.core.eject.Result;
import com.trixtech.selfheal.proxy.wire.Endpoint;
import com.trixtech.selfheal.proxy.wire.EndpointStats;
import com.trixtech.selfheal.proxy.wire.ServiceRoute;
import com.trixtech.selfheal.proxy.wire.ServiceStats;
import io.vertx.core.Future;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A service of opaque connections. A failed connect goes to the next endpoint; once connected,
 * bytes are only passed on, with back-pressure. When an endpoint leaves the routes its connections
 * are closed at once, so that the clients' pools notice. Either side's end of stream ends both:
 * half-closed connections are not kept.
 */
final class TcpService implements Service {

  /** One endpoint and its open client connections. */
  private static final class Target {
    final Endpoint endpoint;
    final Tally tally = new Tally();
    final Set<NetSocket> sockets = new HashSet<>();
    boolean removed;

    Target(Endpoint endpoint) {
      this.endpoint = endpoint;
    }
  }

  /** One accepted connection on its way to a target. */
  private static final class Client {
    final NetSocket socket;
    final List<Target> tried = new ArrayList<>(2);
    boolean gone;

    Client(NetSocket socket) {
      this.socket = socket;
    }
  }

  private final Loop loop;
  private final NetServer server;
  private final EjectionState ejection;
  private final Tally tally = new Tally();
  private final List<Target> targets = new ArrayList<>();
  private ServiceRoute route;
  private int connections;
  private int turn;

  TcpService(Loop loop, ServiceRoute route) {
    this.loop = loop;
    this.route = route;
    this.ejection = new EjectionState(Outliers.policy(route.settings()));
    this.server =
        loop.vertx
            .createNetServer(new NetServerOptions().setTcpNoDelay(true))
            .connectHandler(this::accepted);
    update(route);
  }

  @Override
  public ServiceRoute route() {
    return route;
  }

  @Override
  public Future<Void> listen() {
    return server.listen(route.listenPort(), route.listenHost()).mapEmpty();
  }

  private void accepted(NetSocket socket) {
    tally.requests++;
    if (connections >= route.settings().maxConnections()) {
      tally.overflows++;
      socket.close();
      return;
    }
    connections++;
    Client client = new Client(socket);
    socket.closeHandler(_ -> gone(client));
    socket.exceptionHandler(_ -> {}); // a close follows
    socket.pause();
    connect(client);
  }

  private void gone(Client client) {
    client.gone = true;
    connections--;
  }

  private void connect(Client client) {
    if (client.gone) {
      return;
    }
    Target target = choose(client.tried);
    if (target == null) {
      tally.connectFailures++;
      client.socket.close();
      return;
    }
    if (!client.tried.isEmpty()) {
      tally.retries++;
      target.tally.retries++;
    }
    client.tried.add(target);
    target.tally.requests++;
    loop.tcp(route.settings().connectTimeout())
        .connect(target.endpoint.port(), target.endpoint.host())
        .onComplete(
            upstream -> connected(client, upstream, target),
            _ -> {
              target.tally.failure(Failure.CONNECT);
              ejection.onResult(target.endpoint.uid(), Result.LOCAL_ORIGIN_FAILURE, Loop.now());
              connect(client);
            });
  }

  private void connected(Client client, NetSocket upstream, Target target) {
    ejection.onResult(target.endpoint.uid(), Result.SUCCESS, Loop.now());
    if (target.removed || client.gone) {
      upstream.close();
      connect(client);
      return;
    }
    NetSocket socket = client.socket;
    target.sockets.add(socket);
    socket.closeHandler(_ -> {
      gone(client);
      target.sockets.remove(socket);
      upstream.close();
    });
    upstream.closeHandler(_ -> socket.close());
    upstream.exceptionHandler(_ -> {}); // a close follows
    pass(socket, upstream);
    pass(upstream, socket);
    socket.resume();
  }

  private static void pass(NetSocket from, NetSocket to) {
    from.handler(bytes -> {
      to.write(bytes);
      if (to.writeQueueFull()) {
        from.pause();
        to.drainHandler(_ -> from.resume());
      }
    });
  }

  private @Nullable Target choose(List<Target> tried) {
    Instant now = Loop.now();
    int count = targets.size();
    for (int i = 0; i < count; i++) {
      int index = (turn + i) % count;
      Target candidate = targets.get(index);
      if (!tried.contains(candidate) && ejection.mayUse(candidate.endpoint.uid(), now)) {
        turn = index + 1;
        return candidate;
      }
    }
    return null;
  }

  @Override
  public void update(ServiceRoute changed) {
    route = changed;
    ejection.policy(Outliers.policy(changed.settings()));
    ejection.members(changed.endpoints().stream().map(Endpoint::uid).toList());
    List<Target> gone = new ArrayList<>(targets);
    List<Target> now = new ArrayList<>();
    for (Endpoint endpoint : changed.endpoints()) {
      Target known =
          gone.stream().filter(t -> t.endpoint.equals(endpoint)).findFirst().orElse(null);
      now.add(known == null ? new Target(endpoint) : known);
    }
    gone.removeAll(now);
    targets.clear();
    targets.addAll(now);
    for (Target target : gone) {
      target.removed = true;
      List.copyOf(target.sockets).forEach(NetSocket::close);
    }
  }

  @Override
  public Future<Void> close(Duration drain) {
    return server.shutdown(drain.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public ServiceStats stats() {
    Instant now = Loop.now();
    List<EndpointStats> endpoints = targets.stream().map(target -> stats(target, now)).toList();
    return new ServiceStats(
        route.name(),
        route.protocol(),
        tally.counts(),
        connections,
        0,
        connections,
        null,
        null,
        endpoints);
  }

  private EndpointStats stats(Target target, Instant now) {
    Endpoint endpoint = target.endpoint;
    int open = target.sockets.size();
    return new EndpointStats(
        endpoint.uid(),
        endpoint.name(),
        endpoint.release(),
        target.tally.counts(),
        open,
        0,
        open,
        false,
        ejection.ejectedUntil(endpoint.uid(), now),
        ejection.ejections(endpoint.uid()),
        null,
        null,
        Map.of());
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
