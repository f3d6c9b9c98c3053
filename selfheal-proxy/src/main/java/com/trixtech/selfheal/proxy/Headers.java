package com.trixtech.selfheal.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What of a message's headers goes on to the next hop (RFC 9110, 7.6.1). Stateless. */
final class Headers {

  static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("X-Forwarded-For");
  private static final CharSequence IDEMPOTENCY_KEY =
      HttpHeaders.createOptimized("Idempotency-Key");

  private Headers() {}

  /** Copies all end-to-end headers. */
  static void copy(MultiMap from, MultiMap to) {
    String named = namedByConnection(from);
    for (Map.Entry<String, String> header : from) {
      String name = header.getKey();
      if (!isHopByHop(name) && (named == null || !lists(named, name))) {
        to.add(name, header.getValue());
      }
    }
  }

  /** Whether doing it twice does no more than doing it once, by method or by the client's word. */
  static boolean idempotent(HttpMethod method, MultiMap headers) {
    return switch (method.name()) {
      case "GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE" -> true;
      default -> headers.contains(IDEMPOTENCY_KEY);
    };
  }

  /**
   * Whether the client asks for another protocol. The h2c offer of ordinary HTTP clients is one
   * that may be ignored.
   */
  static boolean wantsUpgrade(HttpMethod method, MultiMap headers) {
    if (HttpMethod.CONNECT.equals(method)) {
      return true;
    }
    String upgrade = headers.get(HttpHeaders.UPGRADE);
    return upgrade != null && !upgrade.equalsIgnoreCase("h2c");
  }

  static boolean closes(MultiMap headers) {
    String connection = headers.get(HttpHeaders.CONNECTION);
    return connection != null && lists(connection, "close");
  }

  /**
   * The declared length, or -1 when there is none. Netty has refused messages whose length is no
   * number.
   */
  static long contentLength(MultiMap headers) {
    String length = headers.get(HttpHeaders.CONTENT_LENGTH);
    return length == null ? -1 : Long.parseLong(length);
  }

  /** The Connection header if it names anything beyond the two usual words. */
  private static @Nullable String namedByConnection(MultiMap headers) {
    String connection = headers.get(HttpHeaders.CONNECTION);
    boolean plain =
        connection == null
            || connection.equalsIgnoreCase("keep-alive")
            || connection.equalsIgnoreCase("close");
    return plain ? null : connection;
  }

  private static boolean lists(String commaSeparated, String name) {
    if (commaSeparated.equalsIgnoreCase(name)) {
      return true;
    }
    if (commaSeparated.indexOf(',') < 0) {
      return false;
    }
    for (String token : commaSeparated.toLowerCase(Locale.ROOT).split(",", -1)) {
      if (token.strip().equals(name.toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  /** The length decides first: most headers are let through without comparing a character. */
  private static boolean isHopByHop(String name) {
    return switch (name.length()) {
      case 2 -> name.equalsIgnoreCase("te");
      case 6 -> name.equalsIgnoreCase("expect");
      case 7 -> name.equalsIgnoreCase("trailer") || name.equalsIgnoreCase("upgrade");
      case 10 -> name.equalsIgnoreCase("connection") || name.equalsIgnoreCase("keep-alive");
      case 14 -> name.equalsIgnoreCase("http2-settings");
      case 16 -> name.equalsIgnoreCase("proxy-connection");
      case 17 -> name.equalsIgnoreCase("transfer-encoding");
      case 18 -> name.equalsIgnoreCase("proxy-authenticate");
      case 19 -> name.equalsIgnoreCase("proxy-authorization");
      default -> false;
    };
  }
}
