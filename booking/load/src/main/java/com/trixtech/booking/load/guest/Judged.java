package com.trixtech.booking.load.guest;

import com.trixtech.booking.load.guest.Reply.Answered;
import com.trixtech.booking.load.guest.Reply.Broken;
import com.trixtech.booking.load.history.Call.Outcome;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an answer means. Immutable.
 *
 * @param kind of the failure; empty where there is none
 * @param outcome what the guest knows now of what was asked for
 * @param seen the booking, where the answer shows one
 */
record Judged(Met met, String kind, Outcome outcome, @Nullable Seen seen) {

  /** The part of the contract that is about one request; only asked about statuses below 500. */
  @FunctionalInterface
  interface Rule {
    Judged judge(Answered answer) throws Contradiction;
  }

  static Judged ok(Outcome outcome, @Nullable Seen seen) {
    return new Judged(Met.OK, "", outcome, seen);
  }

  /**
   * What is said of no answer, of errors and of contradictions is the same for all requests.
   *
   * @param request its name, asked for where an answer contradicts the contract
   */
  static Judged of(Supplier<String> request, Reply reply, Rule rule) {
    return switch (reply) {
      case Broken broken -> new Judged(Met.FAILED, broken.kind(), Outcome.UNKNOWN, null);
      case Answered answer when answer.status() == 503 && answer.retryAfter().isPresent() ->
          new Judged(Met.SHED, "", Outcome.UNKNOWN, null);
      case Answered answer when answer.status() >= 500 ->
          new Judged(Met.FAILED, "status " + answer.status(), Outcome.UNKNOWN, null);
      case Answered answer -> byRule(request, answer, rule);
    };
  }

  private static Judged byRule(Supplier<String> request, Answered answer, Rule rule) {
    try {
      return rule.judge(answer);
    } catch (Contradiction contradiction) {
      Optional<Seen> seen = seen(answer);
      return new Judged(
          Met.FAILED,
          "contradiction: %s answered %d: %s"
              .formatted(request.get(), answer.status(), contradiction.getMessage()),
          answer.status() < 300 ? Outcome.DONE : Outcome.REFUSED,
          seen.orElse(null));
    }
  }

  /** A promise is kept in the books even where it is an odd one. */
  private static Optional<Seen> seen(Answered answer) {
    try {
      return answer.status() < 300 ? Optional.of(Seen.in(answer.body())) : Optional.empty();
    } catch (Contradiction noBooking) {
      return Optional.empty();
    }
  }
}
