package com.trixtech.selfheal.kubernetes.testing;

import com.trixtech.selfheal.testkit.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A way to a server that is not there until it is opened, and then leads from one port to another.
 * Thread-safe.
 */
public final class Relay implements AutoCloseable {
  private final int port;
  private final InetSocketAddress target;
  private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();

  /** Takes a free port; until {@link #open} nobody listens there. */
  public Relay(String host, int targetPort) {
    target = new InetSocketAddress(host, targetPort);
    port = FreePort.pick();
  }

  public int port() {
    return port;
  }

  /** From now on it leads to the server. */
  public void open() {
    try {
      ServerSocket listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
      open.add(listening);
      Thread.ofVirtual().start(() -> accept(listening));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket listening) {
    try {
      while (true) {
        Socket client = listening.accept();
        Socket server = new Socket();
        open.add(client);
        open.add(server);
        server.connect(target);
        Thread.ofVirtual().start(() -> pump(client, server));
        Thread.ofVirtual().start(() -> pump(server, client));
      }
    } catch (IOException closed) {
      close();
    }
  }

  private void pump(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException closed) {
      open.remove(from);
      open.remove(to);
    }
  }

  @Override
  public void close() {
    for (AutoCloseable each : open) {
      try {
        each.close();
      } catch (Exception closedAlready) {
        open.remove(each);
      }
    }
  }
}
