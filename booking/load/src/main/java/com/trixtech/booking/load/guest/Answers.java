package com.trixtech.booking.load.guest;

import com.trixtech.booking.load.guest.Judged.Rule;
import com.trixtech.booking.load.guest.Reply.Answered;
import com.trixtech.booking.load.history.Call.Outcome;
import com.trixtech.booking.load.history.Wish;

/** The contract, request by request: which answers a guest may get. Pure. */
final class Answers {
  private Answers() {}

  /** What a guest knows of the own booking, when it is looked at. */
  enum Known {
    /** Nothing beyond that it was made. */
    MADE,
    CONFIRMED,
    CANCELLED
  }

  static Rule booking(Wish wish) {
    return answer ->
        switch (answer.status()) {
          case 201 -> {
            Seen seen = Seen.in(answer.body());
            seen.mustBe(wish);
            yield Judged.ok(Outcome.DONE, seen);
          }
          case 409 -> {
            String code = Seen.tree(answer.body()).path("code").asText();
            if (!code.equals("ROOM_TAKEN")) {
              throw new Contradiction("code is " + code);
            }
            yield Judged.ok(Outcome.REFUSED, null);
          }
          default -> throw unexpected("201 or 409");
        };
  }

  /**
   * @param badCard one that is always declined
   * @param twin whether it was sent twice at once: then the one may find the other under way
   */
  static Rule payment(Wish wish, String id, boolean badCard, boolean twin) {
    return answer ->
        switch (answer.status()) {
          case 200, 202 -> {
            Seen seen = own(answer, wish, id);
            boolean deferred = answer.status() == 202;
            if (!deferred) {
              seen.mustBe("Confirmed");
              if (badCard) {
                throw new Contradiction("a card that is always declined was charged");
              }
            }
            yield deferred
                ? new Judged(Met.DEFERRED, "", Outcome.DEFERRED, seen)
                : Judged.ok(Outcome.DONE, seen);
          }
          case 402 -> {
            if (!badCard) {
              throw new Contradiction("a good card was declined");
            }
            yield Judged.ok(Outcome.DECLINED, null);
          }
          case 409 -> {
            if (!twin) {
              throw new Contradiction("the booking waits for its payment");
            }
            yield Judged.ok(Outcome.REFUSED, null);
          }
          default -> throw unexpected("200, 202, 402 or 409");
        };
  }

  static Rule cancellation(Wish wish, String id) {
    return answer -> {
      if (answer.status() != 200) {
        throw unexpected("200");
      }
      Seen seen = own(answer, wish, id);
      seen.mustBe("Cancelled");
      return Judged.ok(Outcome.DONE, seen);
    };
  }

  static Rule view(Wish wish, String id, Known known) {
    return answer -> {
      if (answer.status() != 200) {
        throw unexpected("200");
      }
      Seen seen = own(answer, wish, id);
      switch (known) {
        case MADE -> {}
        case CONFIRMED -> seen.mustBe("Confirmed");
        case CANCELLED -> seen.mustBe("Cancelled");
      }
      return Judged.ok(Outcome.DONE, seen);
    };
  }

  private static Seen own(Answered answer, Wish wish, String id) throws Contradiction {
    Seen seen = Seen.in(answer.body());
    if (!seen.id().equals(id)) {
      throw new Contradiction("id is another");
    }
    seen.mustBe(wish);
    return seen;
  }

  static Contradiction unexpected(String expected) {
    return new Contradiction("expected: " + expected);
  }
}
