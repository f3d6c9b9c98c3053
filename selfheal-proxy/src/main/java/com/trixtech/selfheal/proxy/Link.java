package com.trixtech.selfheal.proxy;

import io.vertx.core.http.HttpClientConnection;

/** One keep-alive connection to an endpoint. Confined to its event loop. */
final class Link {
  final HttpClientConnection connection;
  final Upstream upstream;
  int served;
  boolean gone;

  Link(Upstream upstream, HttpClientConnection connection) {
    this.upstream = upstream;
    this.connection = connection;
    connection.exceptionHandler(
        _ -> {}); // the close that follows says it; unheard, Vert.x would log each reset
    connection.closeHandler(_ -> upstream.lost(this));
  }

  /** Closes the connection; it stops counting at once, not only when the socket is gone. */
  void close() {
    upstream.lost(this);
    connection.close();
  }
}
