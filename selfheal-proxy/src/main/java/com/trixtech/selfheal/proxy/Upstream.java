package com.trixtech.selfheal.proxy;

import com.trixtech.selfheal.proxy.wire.Endpoint;
import io.vertx.core.http.HttpConnectOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One endpoint of an HTTP service: its connections and those who wait for one. Confined to its
 * service's event loop.
 *
 * <p>An upstream that was removed from the routes gets no new request, finishes those it has, and
 * closes each connection with its last one.
 */
final class Upstream {
  final Endpoint endpoint;
  final Tally tally = new Tally();
  int inFlight;
  private final HttpService service;
  private final Deque<Link> idle = new ArrayDeque<>();
  private final Deque<Try> waiting = new ArrayDeque<>();
  private int connections;
  private boolean removed;

  Upstream(HttpService service, Endpoint endpoint) {
    this.service = service;
    this.endpoint = endpoint;
  }

  int connections() {
    return connections;
  }

  int pending() {
    return waiting.size();
  }

  /** Gives {@code attempt} a connection now, later, or tells it that there is no room. */
  void acquire(Try attempt) {
    Link link =
        idle.pollLast(); // the one used last is the least likely to be closed by its peer just now
    if (link != null) {
      attempt.connected(link);
    } else if (mayConnect()) {
      connect(attempt);
    } else if (service.pending < service.settings().http1MaxPendingRequests()) {
      waiting.add(attempt);
      service.pending++;
    } else {
      attempt.overflow();
    }
  }

  /**
   * An attempt that got no connection yet gives up its place. Returns whether it stood in the
   * queue.
   */
  boolean leave(Try attempt) {
    boolean stood = waiting.remove(attempt);
    if (stood) {
      service.pending--;
    }
    return stood;
  }

  /** Takes back a connection whose exchange is complete. */
  void release(Link link) {
    link.served++;
    int most = service.settings().maxRequestsPerConnection();
    if (link.gone) {
      return;
    }
    if (removed || (most > 0 && link.served >= most)) {
      link.close();
      return;
    }
    offer(link);
  }

  /** The socket is gone, or is to count as gone. */
  void lost(Link link) {
    if (link.gone) {
      return;
    }
    link.gone = true;
    idle.remove(link);
    uncount();
  }

  /** After a stale connection all idle ones are suspect: a retry is to meet a new one. */
  void closeIdle() {
    List<Link> all = new ArrayList<>(idle);
    idle.clear();
    all.forEach(Link::close);
  }

  /**
   * Takes the endpoint out for good: who was not sent yet goes elsewhere, who was sent is awaited.
   */
  void remove() {
    removed = true;
    closeIdle();
    List<Try> unsent = new ArrayList<>(waiting);
    service.pending -= waiting.size();
    waiting.clear();
    unsent.forEach(Try::elsewhere);
  }

  /** Opens connections for those who wait, as far as the limits allow. */
  void serveWaiting() {
    while (!waiting.isEmpty() && mayConnect()) {
      service.pending--;
      connect(waiting.removeFirst());
    }
  }

  private boolean mayConnect() {
    return service.connections < service.settings().maxConnections() || connections == 0;
  }

  private void connect(Try attempt) {
    connections++;
    service.connections++;
    service
        .loop
        .http(service.settings().connectTimeout())
        .connect(new HttpConnectOptions().setHost(endpoint.host()).setPort(endpoint.port()))
        .onComplete(
            connection -> opened(attempt, new Link(this, connection)),
            _ -> {
              uncount();
              attempt.failed(Failure.CONNECT);
            });
  }

  private void opened(Try attempt, Link link) {
    if (removed) {
      link.close();
      attempt.elsewhere();
    } else if (attempt.over()) {
      offer(link);
    } else {
      attempt.connected(link);
    }
  }

  private void offer(Link link) {
    Try next = waiting.pollFirst();
    if (next == null) {
      idle.addLast(link);
    } else {
      service.pending--;
      next.connected(link);
    }
  }

  private void uncount() {
    connections--;
    service.connections--;
    service.connectionFreed();
  }
}
