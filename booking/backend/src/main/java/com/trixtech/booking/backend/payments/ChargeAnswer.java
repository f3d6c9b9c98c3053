package com.trixtech.booking.backend.payments;

/** What is known of a charge after the provider was asked. */
sealed interface ChargeAnswer {
  /** The money was taken. */
  record Charged() implements ChargeAnswer {}

  /** The provider refused: the money was not taken, and never will be under this key. */
  record Declined(String reason) implements ChargeAnswer {}

  /** The key is cancelled at the provider: nothing was taken, and nothing ever will be. */
  record NotCharged() implements ChargeAnswer {}

  /** The provider has not seen the key so far: a request may still be on its way. */
  record NeverSeen() implements ChargeAnswer {}

  /** No answer, or none that says what became of the money. */
  record Unknown(String why) implements ChargeAnswer {}
}
