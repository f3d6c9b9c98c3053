package com.trixtech.selfheal.cli.cluster;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Waits until the operator has heard what was written for it: that something stands in an
 * annotation does not yet mean that it counts. Stateless.
 *
 * @param besides told, in a sentence, what whoever asked should know besides the answer
 */
record Confirmation(Namespace namespace, InstantSource clock, Consumer<String> besides) {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration RHYTHM = Duration.ofMillis(500);

  /**
   * Waits for it, unless nobody leads who could hear it.
   *
   * @param what was written
   * @param heard asks the cluster; empty as long as it is not
   * @return empty where nobody leads, which is then said besides
   * @throws CommandFailure when one leads and does not confirm it in time
   */
  <T> Optional<T> await(String what, Supplier<Optional<T>> heard) {
    Lead lead = namespace.lead(clock.instant());
    if (lead.nobody()) {
      besides.accept(lead.sentence() + "; what was written counts as soon as one does");
      return Optional.empty();
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    Optional<T> answer = heard.get();
    while (answer.isEmpty()) {
      if (System.nanoTime() > end) {
        throw failure(
            "%s: written, and not confirmed within %d s (expected: by the operator; %s)"
                .formatted(what, PATIENCE.toSeconds(), lead.sentence()));
      }
      try {
        Thread.sleep(RHYTHM);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw failure(what + ": written, and interrupted (expected: to wait for the operator)");
      }
      answer = heard.get();
    }
    return answer;
  }

  private static CommandFailure failure(String message) {
    return new CommandFailure(ExitCode.INCONCLUSIVE, message, null);
  }
}
