package com.trixtech.booking.frontend;

import com.trixtech.selfheal.shield.health.Finding;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Asks the process's own server for some pages before it says that it is started: a replacement
 * gets its full share of the guests at once, and the first of a cold JVM would wait. Only pages
 * that need no backend. Thread-safe.
 */
final class WarmUp {
  private static final Logger LOG = Logger.getLogger(WarmUp.class.getName());
  private static final int ROUNDS = 10;
  private static final int TIMEOUT_MILLIS = 2000;
  private static final List<String> PATHS = List.of("/", "/rooms", "/book", "/find", "/bookings/1");

  private volatile boolean done;

  /** A warm-up that fails is over too: it is no condition of service. */
  void start(String host, int port) {
    Thread.ofVirtual().name("warm-up").start(() -> run(host, port));
  }

  /** For the start-up probe. */
  Finding look() {
    return done ? Finding.up("warm") : Finding.down("warming up");
  }

  private void run(String host, int port) {
    try {
      for (int i = 0; i < ROUNDS; i++) {
        for (String path : PATHS) {
          send(host, port, path);
        }
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "warm-up given up: " + e.getMessage());
    } finally {
      done = true;
    }
  }

  private static void send(String host, int port, String path) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      String request = "GET " + path + " HTTP/1.1\r\nHost: warm-up\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readAllBytes();
    }
  }
}
