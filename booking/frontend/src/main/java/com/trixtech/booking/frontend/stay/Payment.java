package com.trixtech.booking.frontend.stay;

/**
 * How far the money is. Immutable.
 *
 * @param reason the provider's word for a decline; empty otherwise
 */
public record Payment(State state, String reason) {

  /** In the backend's words. */
  public enum State {
    None,
    Pending,
    Succeeded,
    Declined,
    Refunding,
    Refunded
  }

  /** Why a card was declined, as a sentence for the person who holds it. */
  public String declined() {
    return switch (reason) {
      case "insufficient_funds" -> "The card does not have enough money for this payment.";
      case "not_charged" -> "The payment did not reach the card company, and nothing was charged.";
      default -> "The company that issued the card said no. It does not tell us why.";
    };
  }
}
