package com.trixtech.booking.gateway.charges;

/** What became of a write. */
sealed interface Outcome<T> {

  /** It is new. */
  record Made<T>(T what) implements Outcome<T> {}

  /** It was there before, with the same content. */
  record Known<T>(T what) implements Outcome<T> {}

  /** Nothing was changed. */
  record Refused<T>(Refusal why) implements Outcome<T> {}

  /** Why nothing was changed; each with its status, code and sentence. */
  enum Refusal {
    KEY_REUSED(
        409, "key: used before with other content (expected: a new key, or the same content)"),
    KEY_CANCELLED(409, "key: cancelled before it was charged (expected: a new key)"),
    NO_SUCH_CHARGE(404, "charge: not known (expected: the key of a charge)"),
    MORE_THAN_CHARGED(
        409, "amount: more than is left of the charge (expected: at most that, in its currency)");

    private final int status;
    private final String sentence;

    Refusal(int status, String sentence) {
      this.status = status;
      this.sentence = sentence;
    }

    int status() {
      return status;
    }

    String sentence() {
      return sentence;
    }
  }
}
