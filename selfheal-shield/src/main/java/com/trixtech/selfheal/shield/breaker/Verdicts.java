package com.trixtech.selfheal.shield.breaker;

import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How ends of calls are judged. Immutable, and as thread-safe as its predicates.
 *
 * @param failure which Throwables are failures of the dependency; the others are its answers
 * @param ignored which Throwables say nothing about it; asked first
 * @param result how a result is judged; null when every result is a success
 */
public record Verdicts(
    Predicate<Throwable> failure,
    Predicate<Throwable> ignored,
    @Nullable Function<@Nullable Object, Verdict> result) {

  /** Everything thrown is a failure, but for an interruption, which is the caller's own. */
  public static final Verdicts DEFAULT =
      new Verdicts(_ -> true, InterruptedException.class::isInstance, null);

  public Verdict of(Throwable thrown) {
    if (ignored.test(thrown)) {
      return Verdict.NEITHER;
    }
    return failure.test(thrown) ? Verdict.FAILURE : Verdict.SUCCESS;
  }

  public boolean judgeResults() {
    return result != null;
  }

  public Verdict ofResult(@Nullable Object value) {
    return result == null ? Verdict.SUCCESS : result.apply(value);
  }

  public Verdicts withFailure(Predicate<Throwable> predicate) {
    return new Verdicts(predicate, ignored, result);
  }

  public Verdicts withIgnored(Predicate<Throwable> predicate) {
    return new Verdicts(failure, predicate, result);
  }

  /** Results of the type that match are failures too; may be given for several types. */
  public <R> Verdicts withFailureResult(Class<R> type, Predicate<? super R> predicate) {
    Function<@Nullable Object, Verdict> next =
        value ->
            type.isInstance(value) && predicate.test(type.cast(value))
                ? Verdict.FAILURE
                : ofResult(value);
    return new Verdicts(failure, ignored, next);
  }
}
