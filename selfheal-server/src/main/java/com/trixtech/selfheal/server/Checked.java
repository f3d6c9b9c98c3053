package com.trixtech.selfheal.server;

import com.trixtech.selfheal.server.api.Requests;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is asked of a request before any control plane does it. Stateless. */
public final class Checked {
  private Checked() {}

  static String text(String name, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw ControlException.badInput(name + ": missing", "a text");
    }
    return value;
  }

  /**
   * Every pause has a reason, an author and an end: a forgotten pause is an outage to come.
   *
   * @throws ControlException when it lacks one, or ends too late
   */
  public static Requests.PauseFor pause(Requests.PauseFor request) {
    text("target", request.target());
    text("reason", request.reason());
    text("by", request.by());
    Duration duration = request.duration();
    if (duration == null
        || !duration.isPositive()
        || duration.compareTo(Requests.PauseFor.LONGEST) > 0) {
      throw ControlException.badInput(
          "for: " + duration,
          "more than 0, at most %d days".formatted(Requests.PauseFor.LONGEST.toDays()));
    }
    return request;
  }
}
