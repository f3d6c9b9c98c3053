package com.trixtech.selfheal.kubernetes.operator;

import com.trixtech.selfheal.core.model.Mode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the operator's Deployment says. Immutable.
 *
 * @param mode the most that any policy may do here, whatever its own mode says
 * @param home the operator's own namespace
 * @param namespaces where it heals; empty = everywhere
 * @param pod the name of this process's pod
 * @param host where health and metrics are served
 * @param port the same; 0 = any that is free
 * @param alertToken file with the token that whoever posts alerts must know; null = none are taken
 */
public record OperatorSettings(
    Mode mode,
    String home,
    Set<String> namespaces,
    String pod,
    String host,
    int port,
    @Nullable Path alertToken) {

  /** Copies the set. */
  public OperatorSettings {
    namespaces = Set.copyOf(namespaces);
  }

  /**
   * Reads {@code SELFHEAL_MODE}, {@code SELFHEAL_NAMESPACES} (its own where absent, {@code *} for
   * all), {@code POD_NAME}, {@code POD_NAMESPACE}, {@code HOST}, {@code PORT} and {@code
   * SELFHEAL_ALERT_TOKEN_FILE}.
   *
   * @throws IllegalArgumentException when one is missing or cannot be read
   */
  public static OperatorSettings of(Map<String, String> environment) {
    String home = required(environment, "POD_NAMESPACE", "the operator's own namespace");
    return new OperatorSettings(
        mode(environment.getOrDefault("SELFHEAL_MODE", Mode.OBSERVE.word())),
        home,
        namespaces(environment.getOrDefault("SELFHEAL_NAMESPACES", home)),
        required(environment, "POD_NAME", "the name of its pod"),
        environment.getOrDefault("HOST", "127.0.0.1"),
        port(environment.getOrDefault("PORT", "8080")),
        Optional.ofNullable(environment.get("SELFHEAL_ALERT_TOKEN_FILE"))
            .filter(f -> !f.isBlank())
            .map(Path::of)
            .orElse(null));
  }

  /** An empty list must not come to mean everything. */
  private static Set<String> namespaces(String text) {
    if (text.strip().equals("*")) {
      return Set.of();
    }
    Set<String> names =
        Arrays.stream(text.split(",", -1))
            .map(String::strip)
            .filter(n -> !n.isEmpty())
            .collect(Collectors.toSet());
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "SELFHEAL_NAMESPACES: \"%s\" (expected: names, or * for all)".formatted(text));
    }
    return names;
  }

  private static String required(Map<String, String> environment, String name, String what) {
    return Optional.ofNullable(environment.get(name))
        .filter(v -> !v.isBlank())
        .orElseThrow(
            () -> new IllegalArgumentException("%s: absent (expected: %s)".formatted(name, what)));
  }

  private static Mode mode(String word) {
    return Arrays.stream(Mode.values())
        .filter(m -> m.word().equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "SELFHEAL_MODE: %s (expected: Observe, Approve or Enforce)".formatted(word)));
  }

  private static int port(String text) {
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65535) {
      throw new IllegalArgumentException("PORT: %s (expected: 0 to 65535)".formatted(text));
    }
    return Integer.parseInt(text);
  }
}
