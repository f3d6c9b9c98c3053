package com.trixtech.booking.frontend.backend;

import java.time.Duration;

/** Is told of each request to the backend. Must be thread-safe, and not block. */
@FunctionalInterface
public interface CallObserver {
  /**
   * @param route the path's pattern, not the path: ids must not become labels
   * @param status that of the answer; 0 where there was none
   */
  void called(String method, String route, int status, Duration took);
}
