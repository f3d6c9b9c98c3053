package com.trixtech.selfheal.shield.health;

import java.util.Map;

/**
 * An answer to a probe, for any HTTP server. Immutable.
 *
 * @param status 200 or 503
 * @param json an object that says why, with ages
 */
public record HealthAnswer(int status, String json) {
  public static final String CONTENT_TYPE = "application/json";

  /** A health answer is of now; who gets a 503 may ask again in a second. */
  public Map<String, String> headers() {
    return status == 200
        ? Map.of("Content-Type", CONTENT_TYPE, "Cache-Control", "no-store")
        : Map.of("Content-Type", CONTENT_TYPE, "Cache-Control", "no-store", "Retry-After", "1");
  }
}
