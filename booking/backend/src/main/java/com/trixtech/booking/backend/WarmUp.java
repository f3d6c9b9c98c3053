package com.trixtech.booking.backend;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends the process's own server some requests before it says that it is started: a replacement
 * gets its full share of the traffic at once, and the first users of a cold JVM would wait. Reads
 * only, and one request that is refused; nothing is booked. Thread-safe.
 */
final class WarmUp {
  private static final Logger LOG = Logger.getLogger(WarmUp.class.getName());
  private static final int ROUNDS = 10;
  private static final int TIMEOUT_MILLIS = 2000;
  private static final int LOOK_MILLIS = 10;
  private static final List<String> REQUESTS =
      List.of(
          "GET /rooms HTTP/1.1\r\nHost: warm-up\r\nConnection: close\r\n\r\n",
          "GET /availability?from=%1$s&to=%2$s HTTP/1.1\r\nHost: warm-up\r\nConnection: close\r\n\r\n",
          "GET /bookings/00000000-0000-0000-0000-000000000000 HTTP/1.1\r\nHost: warm-up\r\nConnection: close\r\n\r\n",
          "POST /bookings HTTP/1.1\r\nHost: warm-up\r\nConnection: close\r\nIdempotency-Key: warm-up\r\n"
              + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");

  private final String host;
  private final BooleanSupplier open;
  private final Runnable provider;
  private volatile boolean done;

  /**
   * @param open whether the database and its pool are ready for requests
   * @param provider asks the payment provider something; nothing waits for it
   */
  WarmUp(String host, BooleanSupplier open, Runnable provider) {
    this.host = host;
    this.provider = provider;
    this.open = open;
  }

  /**
   * Begins as soon as all is open. A warm-up that fails is over too: it is no condition of service.
   */
  void start(int port) {
    Thread.ofVirtual().name("warm-up").start(() -> run(port));
    Thread.ofVirtual().name("warm-up-provider").start(provider);
  }

  boolean done() {
    return done;
  }

  private void run(int port) {
    try {
      while (!open.getAsBoolean()) {
        Thread.sleep(LOOK_MILLIS);
      }
      var today = LocalDate.now(ZoneOffset.UTC).plusDays(1);
      for (int i = 0; i < ROUNDS; i++) {
        for (String request : REQUESTS) {
          send(port, request.formatted(today.plusDays(i), today.plusDays(i + 2)));
        }
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "warm-up given up: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      done = true;
    }
  }

  private void send(int port, String request) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readAllBytes();
    }
  }
}
