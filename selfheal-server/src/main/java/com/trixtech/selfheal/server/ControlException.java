package com.trixtech.selfheal.server;

import com.trixtech.selfheal.server.api.Problem;
import org.jspecify.annotations.Nullable;

/** A request that was not done, for a reason that the asker can understand. */
public final class ControlException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  public ControlException(Problem problem) {
    super(problem.message(), null, false, false);
    this.problem = problem;
  }

  public ControlException(
      Problem.Code code, String message, @Nullable String expected, @Nullable String hint) {
    this(new Problem(code, message, expected, hint));
  }

  /** There is nothing of that name; {@code expected} says what there is. */
  public static ControlException notFound(String message, String expected) {
    return new ControlException(Problem.Code.NOT_FOUND, message, expected, null);
  }

  public static ControlException badInput(String message, String expected) {
    return new ControlException(Problem.Code.BAD_INPUT, message, expected, null);
  }

  public Problem problem() {
    return problem;
  }
}
