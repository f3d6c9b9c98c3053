package com.trixtech.selfheal.core.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Says when acts are not wanted. Implementations are pure functions of the time given, and
 * thread-safe.
 */
@FunctionalInterface
public interface MaintenanceCalendar {

  /** Always open. */
  MaintenanceCalendar ALWAYS_OPEN = now -> Optional.empty();

  /**
   * The reason why acts are closed at {@code now}, such as the window's schedule; empty when open.
   */
  Optional<String> closed(Instant now);
}
