package com.trixtech.selfheal.local.services;

import com.trixtech.selfheal.proxy.wire.EjectOrder;
import com.trixtech.selfheal.proxy.wire.ProxyStats;
import com.trixtech.selfheal.proxy.wire.Routes;
import com.trixtech.selfheal.proxy.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The proxy's admin interface, from the client's side. Every call ends within two seconds.
 * Stateless and thread-safe. A plain socket for each call: asked twice a second, an HTTP client
 * with its threads was a fifth of the idle healer's work.
 */
final class ProxyAdmin {

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final byte[] NOTHING = {};

  private final URI url;
  private final String token;

  ProxyAdmin(String url, String token) {
    this.url = URI.create(url);
    this.token = token;
  }

  /** Whether it answers what it is asked all the time. */
  boolean healthy() {
    try {
      return stats().generation() >= 0;
    } catch (ProxyUnavailable e) {
      return false;
    }
  }

  void put(Routes routes) {
    call("PUT", "/routes", json(routes));
  }

  ProxyStats stats() {
    try {
      return Wire.json().readValue(call("GET", "/stats", NOTHING), ProxyStats.class);
    } catch (IOException e) {
      throw new ProxyUnavailable(
          "proxy stats: " + e.getMessage() + " (expected: ours) at " + url, e);
    }
  }

  void eject(EjectOrder order) {
    call("POST", "/eject", json(order));
  }

  void uneject(EjectOrder order) {
    call("POST", "/uneject", json(order));
  }

  private byte[] call(String method, String path, byte[] body) {
    try {
      byte[] answer = exchange(method, path, body);
      String text = new String(answer, StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      if (!text.startsWith("HTTP/1.1 ") || end < 0) {
        throw new IOException("no HTTP answer");
      }
      byte[] said = java.util.Arrays.copyOfRange(answer, end + 4, answer.length);
      String status = text.substring(9, 12);
      if (!status.equals("200")) {
        throw new ProxyUnavailable(
            "proxy: %s %s (expected: 200) from %s %s"
                .formatted(status, new String(said, StandardCharsets.UTF_8), method, path));
      }
      return said;
    } catch (IOException e) {
      throw new ProxyUnavailable(
          "proxy: %s (expected: an answer within %s) from %s %s"
              .formatted(e, PATIENCE, method, path),
          e);
    }
  }

  private byte[] exchange(String method, String path, byte[] body) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String head =
        """
        %s %s HTTP/1.1
        Host: %s
        Authorization: Bearer %s
        Content-Length: %d
        Connection: close

        """
            .formatted(method, path, url.getAuthority(), token, body.length)
            .replace("\n", "\r\n");
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), left(deadline));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(body);
      out.writeTo(socket.getOutputStream());
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      InputStream in = socket.getInputStream();
      byte[] some = new byte[8192];
      int read;
      do {
        socket.setSoTimeout(left(deadline));
        read = in.read(some);
        answer.write(some, 0, Math.max(0, read));
      } while (read >= 0);
      return answer.toByteArray();
    }
  }

  private static int left(long deadline) throws SocketTimeoutException {
    long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (millis <= 0) {
      throw new SocketTimeoutException("no answer in time");
    }
    return (int) millis;
  }

  private static byte[] json(Object body) {
    try {
      return Wire.json().writeValueAsBytes(body);
    } catch (IOException e) {
      throw new IllegalArgumentException("proxy order: " + body + " (expected: JSON types)", e);
    }
  }
}
