package com.trixtech.selfheal.cli.exit;

import com.trixtech.selfheal.server.ControlException;
import com.trixtech.selfheal.server.NoHealerException;
import com.trixtech.selfheal.server.api.Problem;
import org.jspecify.annotations.Nullable;

/** A command that cannot do its work, with what its user needs to know. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ExitCode exit;
  private final @Nullable String hint;

  public CommandFailure(ExitCode exit, String message, @Nullable String hint) {
    super(message, null, false, false);
    this.exit = exit;
    this.hint = hint;
  }

  /** The failure that an exception means; empty where it is a defect. */
  public static @Nullable CommandFailure meaning(Throwable thrown) {
    return switch (thrown) {
      case CommandFailure failure -> failure;
      case NoHealerException nobody ->
          new CommandFailure(
              nobody.trace() == NoHealerException.Trace.SILENT
                  ? ExitCode.INCONCLUSIVE
                  : ExitCode.NOTHING_RUNS,
              sentence(nobody),
              null);
      case ControlException refused -> of(refused.problem());
      default -> null;
    };
  }

  private static String sentence(Throwable thrown) {
    return thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
  }

  private static CommandFailure of(Problem problem) {
    ExitCode exit =
        switch (problem.code()) {
          case BAD_INPUT, NOT_FOUND, CONFLICT -> ExitCode.USAGE;
          case UNAUTHORIZED, ENVIRONMENT -> ExitCode.ENVIRONMENT;
          case UNAVAILABLE -> ExitCode.INCONCLUSIVE;
          case BUG -> ExitCode.BUG;
        };
    String expected = problem.expected() == null ? "" : " (expected: " + problem.expected() + ")";
    return new CommandFailure(exit, problem.message() + expected, problem.hint());
  }

  public ExitCode exit() {
    return exit;
  }

  public @Nullable String hint() {
    return hint;
  }
}
