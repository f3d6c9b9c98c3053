package com.trixtech.selfheal.kubernetes.signals;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A failure in words: the client's exceptions say little, and their causes the rest. Stateless. */
public final class Failure {
  private static final int DEEPEST = 6;

  private Failure() {}

  /**
   * What each of them says, from the outermost to the innermost; its name where it says nothing.
   */
  public static String words(Throwable failure) {
    List<String> said = new ArrayList<>();
    @Nullable Throwable now = failure;
    for (int depth = 0; now != null && depth < DEEPEST; depth++) {
      String message = Objects.requireNonNullElse(now.getMessage(), "").strip();
      String words = message.isEmpty() ? now.getClass().getSimpleName() : message;
      if (said.stream().noneMatch(before -> before.contains(words))) {
        said.add(words);
      }
      now = now.getCause();
    }
    return String.join(": ", said);
  }
}
