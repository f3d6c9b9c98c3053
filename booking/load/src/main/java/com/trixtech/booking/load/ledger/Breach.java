package com.trixtech.booking.load.ledger;

/** What can be wrong between the guests', the backend's and the provider's books. */
public enum Breach {
  LOST("Lost", "a booking that a guest was promised is not stored"),
  ALTERED("Altered", "a booking is stored otherwise than it was asked for and promised"),
  GIVEN_UP("GivenUp", "a booking was given up that its guest neither cancelled nor let expire"),
  ROOM_TWICE("RoomTwice", "a room is taken twice for the same night"),
  KEY_TWICE("KeyTwice", "one idempotency key made two bookings"),
  UNASKED("Unasked", "a booking is stored that nobody asked for, or that was refused"),
  CANCELLATION_UNDONE("CancellationUndone", "a cancellation that was promised is not in force"),
  CHARGE_STRAY(
      "ChargeStray", "a charge belongs to no booking, or has a key that its booking does not know"),
  CHARGED_TWICE("ChargedTwice", "a booking was charged more than once"),
  CHARGED_UNASKED(
      "ChargedUnasked",
      "a booking was charged though its guest did not pay, or was told that the card was declined"),
  CHARGE_KEPT("ChargeKept", "money is kept for a booking that was never confirmed"),
  NOT_REFUNDED("NotRefunded", "a cancelled booking was charged and not given back in full"),
  NOT_PAID("NotPaid", "a booking is confirmed, and its price was not charged or was given back"),
  AMOUNT_WRONG("AmountWrong", "the amount that was charged is not the price"),
  REFUND_WRONG("RefundWrong", "more was given back than was charged"),
  MONEY_ADRIFT("MoneyAdrift", "charges less refunds are not the price of all that is confirmed"),
  UNSETTLED("Unsettled", "a payment or a refund is still open after the wait");

  private final String word;
  private final String sentence;

  Breach(String word, String sentence) {
    this.word = word;
    this.sentence = sentence;
  }

  /** The spelling in reports. */
  public String word() {
    return word;
  }

  public String sentence() {
    return sentence;
  }
}
