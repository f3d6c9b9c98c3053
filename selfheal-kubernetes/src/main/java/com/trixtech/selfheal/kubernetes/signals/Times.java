package com.trixtech.selfheal.kubernetes.signals;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Kubernetes' times. Stateless. */
final class Times {
  private Times() {}

  /** Empty where none is given, or none that can be read. */
  static Optional<Instant> of(@Nullable String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException unreadable) {
      return Optional.empty();
    }
  }
}
