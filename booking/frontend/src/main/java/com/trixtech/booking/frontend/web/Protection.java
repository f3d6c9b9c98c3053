package com.trixtech.booking.frontend.web;

import java.util.Map;

/**
 * The headers that every answer carries: no script or style but our own files (so what a guest
 * typed can never run), no frame, no referrer (the address of a booking is its key), and nothing is
 * stored unless the answer says so.
 */
public final class Protection {
  public static final Map<String, String> HEADERS =
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

  private Protection() {}
}
