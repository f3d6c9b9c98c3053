package com.trixtech.booking.backend.idempotency;

import com.trixtech.booking.http.Answer;
import java.util.UUID;

/** What a key turned out to be. */
public sealed interface Claim {
  /** Nobody used it before; it is ours now, if our transaction commits. */
  record First() implements Claim {}

  /** It has its answer: as the first request got it. */
  record Answered(Answer answer) implements Claim {}

  /** The first request's payment is stored, and its answer is still to come. */
  record UnderWay(UUID payment) implements Claim {}

  /** It was used before, for a request of other content. */
  record OtherContent() implements Claim {
    public Answer answer() {
      return Answer.error(
          422,
          "KEY_REUSED",
          "Idempotency-Key: used before for another request (expected: a new key for each new"
              + " request)");
    }
  }
}
