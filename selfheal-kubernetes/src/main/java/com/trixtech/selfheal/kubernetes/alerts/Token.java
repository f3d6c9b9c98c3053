package com.trixtech.selfheal.kubernetes.alerts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bearer token in a mounted file. Read anew for each message, so that a Secret may be made or
 * renewed while the operator runs. Thread-safe.
 */
final class Token {
  private static final int LONGEST = 4096;
  private static final String SCHEME = "Bearer ";

  private final @Nullable Path file;

  Token(@Nullable Path file) {
    this.file = file;
  }

  /** The token; empty where there is none, and then nothing is taken from anybody. */
  Optional<String> get() {
    if (file == null || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /** Whether the header carries it. */
  static boolean matches(String token, @Nullable String header) {
    return header != null
        && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && Digest.same(token, header.substring(SCHEME.length()).strip());
  }
}
