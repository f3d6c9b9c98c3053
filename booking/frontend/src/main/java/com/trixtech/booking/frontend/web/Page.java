package com.trixtech.booking.frontend.web;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A whole answer: status, text, its type, headers. Immutable.
 *
 * <p>Every answer carries the same protection: no script or style but our own files (so what a
 * guest typed can never run), no frame, no referrer (the address of a booking is its key), and
 * nothing is stored unless the page says so.
 */
public record Page(int status, String type, byte[] body, Map<String, String> headers) {
  private static final Map<String, String> PROTECTION =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
              + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cache-Control",
          "no-store");

  /** Answers a request; runs on a virtual thread and may block. */
  @FunctionalInterface
  public interface Source {
    Page page(ServerRequest request) throws Exception;
  }

  public Page {
    headers = Map.copyOf(headers);
  }

  public static Page html(int status, String html) {
    return of(status, "text/html; charset=utf-8", html);
  }

  public static Page json(int status, String json) {
    return of(status, "application/json", json);
  }

  public static Page of(int status, String type, String text) {
    return new Page(status, type, text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /** After a form: a reload then repeats the reading, not the writing. */
  public static Page seeOther(String location) {
    return html(303, "").with("Location", location);
  }

  public Page with(String header, String value) {
    var all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new Page(status, type, body, all);
  }

  /** Sends; called once for each request. */
  public void sendTo(ServerResponse response) {
    response.status(status);
    PROTECTION.forEach(response::header);
    headers.forEach(response::header);
    response.header(HeaderNames.CONTENT_TYPE, type);
    response.send(body);
  }
}
