package com.trixtech.selfheal.manifest.semantics;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds the ConfigMaps and Secrets of one namespace by name. Implementations must be safe to call
 * from any thread.
 */
public interface ConfigSource {
  /** The ConfigMap of that name, if it is there. */
  Optional<ConfigMap> configMap(String name);

  /** The Secret of that name, if it is there. */
  Optional<Secret> secret(String name);

  /** The text entries of a ConfigMap, sorted by key. */
  static Map<String, String> entries(ConfigMap map) {
    return new TreeMap<>(Objects.requireNonNullElse(map.getData(), Map.of()));
  }

  /**
   * The entries of a Secret in clear text, sorted by key; stringData wins over data, as on the API
   * server.
   *
   * @throws IllegalArgumentException when an entry of {@code data} is not base64; the value itself
   *     is never in the message
   */
  static Map<String, String> entries(Secret secret) {
    Map<String, String> entries = new TreeMap<>();
    Objects.requireNonNullElse(secret.getData(), Map.<String, String>of())
        .forEach((key, value) -> entries.put(key, decode(key, value)));
    entries.putAll(Objects.requireNonNullElse(secret.getStringData(), Map.of()));
    return entries;
  }

  private static String decode(String key, String value) {
    try {
      return new String(
          Base64.getDecoder().decode(value.replaceAll("\\s", "")), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "data." + key + ": not base64 (expected: base64, or the plain text under stringData)", e);
    }
  }
}
