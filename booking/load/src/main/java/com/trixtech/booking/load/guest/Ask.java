package com.trixtech.booking.load.guest;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request as it is sent. Immutable.
 *
 * @param key the idempotency key in its header; null where there is none
 * @param type of the body; says nothing where there is none
 */
record Ask(
    HttpMethod method, String path, @Nullable String key, String type, @Nullable Buffer body) {

  static Ask get(String path) {
    return new Ask(HttpMethod.GET, path, null, "", null);
  }

  /**
   * @param body null for a write that needs no words
   */
  static Ask json(String path, String key, @Nullable String body) {
    return new Ask(
        HttpMethod.POST, path, key, "application/json", body == null ? null : Buffer.buffer(body));
  }

  /** As a browser sends it: the key is one of the fields. */
  static Ask form(String path, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return new Ask(
        HttpMethod.POST, path, null, "application/x-www-form-urlencoded", Buffer.buffer(body));
  }
}
