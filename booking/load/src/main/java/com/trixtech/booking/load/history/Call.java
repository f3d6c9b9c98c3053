package com.trixtech.booking.load.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One write and what became of it. Immutable.
 *
 * @param number of this call within its run, from 0
 * @param wish the number of the wish that it serves
 * @param key the idempotency key that it was sent under
 * @param sentAt when it was due
 * @param booking the booking that it was about, or that was answered; null where none is known
 * @param promise what a booking was promised as; null but for a booking that is done
 */
public record Call(
    int number,
    Kind kind,
    int wish,
    String key,
    Instant sentAt,
    @Nullable String booking,
    Outcome outcome,
    @Nullable Promise promise) {

  /** What was asked for. */
  public enum Kind {
    BOOK("Book"),
    PAY("Pay"),
    CANCEL("Cancel");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** As the history's file spells it. */
    public String word() {
      return word;
    }
  }

  /** What the guest knows of it. */
  public enum Outcome {
    DONE("Done", "it was acknowledged"),
    DEFERRED("Deferred", "it was taken, and is settled later"),
    DECLINED("Declined", "the card was declined: nothing was charged"),
    REFUSED("Refused", "it was refused: nothing was done"),
    UNKNOWN("Unknown", "no answer, or one that does not tell: it may be done or not");

    private final String word;
    private final String sentence;

    Outcome(String word, String sentence) {
      this.word = word;
      this.sentence = sentence;
    }

    /** As the history's file spells it. */
    public String word() {
      return word;
    }

    public String sentence() {
      return sentence;
    }

    /** Whether it may have changed something. */
    public boolean mayHaveHappened() {
      return switch (this) {
        case DONE, DEFERRED, UNKNOWN -> true;
        case DECLINED, REFUSED -> false;
      };
    }
  }

  /**
   * What the guest was told of a new booking.
   *
   * @param heldUntil until when it waits for its payment; null where that was not said
   */
  public record Promise(Money price, @Nullable Instant heldUntil) {}

  Call ended(Outcome how, @Nullable String id, @Nullable Promise promised) {
    return new Call(number, kind, wish, key, sentAt, id == null ? booking : id, how, promised);
  }
}
