package com.trixtech.selfheal.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port of 127.0.0.1 for a server that is told its port before it listens. Thread-safe.
 *
 * <p>Not one that the kernel picks: those are of the range from which it also serves outgoing
 * connections (32768 to 60999, Linux's {@code ip_local_port_range}), and one of them may have it
 * before the server does.
 */
public final class FreePort {
  private static final int FIRST = 20_000;
  private static final int END = 32_768;

  private FreePort() {}

  /** Free a moment ago, and of no use to anybody but listeners. */
  public static int pick() {
    for (int tries = 0; tries < 100; tries++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException occupied) {
        // another one, then
      }
    }
    throw new IllegalStateException(
        "ports: 100 of %d to %d are occupied (expected: a free one)".formatted(FIRST, END - 1));
  }
}
