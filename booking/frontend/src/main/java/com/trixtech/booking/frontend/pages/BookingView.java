package com.trixtech.booking.frontend.pages;

import com.trixtech.booking.frontend.stay.Booking;
import java.time.Duration;
import java.time.Instant;

/**
 * A booking as its guest sees it. Immutable.
 *
 * @param address the booking's own: keeping it is keeping access
 * @param refreshes whether the page asks again by itself while a payment is settled
 * @param key makes the form of the cancellation cancel once; empty where there is none
 * @param problem why the last try did not work; empty at the first
 */
public record BookingView(
    Frame frame,
    Booking booking,
    String address,
    String payAddress,
    String cancelAddress,
    String stateAddress,
    boolean refreshes,
    String key,
    String problem,
    Instant now) {

  /** The headline. */
  public String title() {
    return switch (booking.state()) {
      case Confirmed -> "Your booking is confirmed";
      case PendingPayment ->
          booking.settling() ? "Your payment is being checked" : "Your room is held for you";
      case Cancelled -> "Your booking is cancelled";
      case Expired -> "Your booking has expired";
    };
  }

  /** What that means, in one or two sentences. */
  public String meaning() {
    return switch (booking.state()) {
      case Confirmed ->
          "You have paid %s. We look forward to seeing you on %s."
              .formatted(booking.price(), Words.day(booking.stay().from()));
      case PendingPayment ->
          booking.settling()
              ? "The card company has not told us yet whether it has paid. Your room stays yours until we know, and you are never charged twice: please do not pay again."
              : "Pay within %s to keep it; after that it is offered to others.".formatted(left());
      case Cancelled ->
          switch (booking.payment().state()) {
            case Refunding ->
                "Your refund of %s has been ordered and is on its way to your card."
                    .formatted(booking.price());
            case Refunded -> "%s went back to your card.".formatted(booking.price());
            case Pending ->
                "Should your payment have gone through after all, you get it back in full.";
            case None, Declined, Succeeded -> "You were not charged.";
          };
      case Expired ->
          "It was not paid in time, so the room is offered to others again. You were not charged.";
    };
  }

  private String left() {
    return booking
        .holdExpires()
        .map(until -> Words.minutes(Duration.between(now, until)))
        .orElse("a few minutes");
  }

  /** A word for the style: how the page should feel. */
  public String mood() {
    return switch (booking.state()) {
      case Confirmed -> "good";
      case PendingPayment -> "waiting";
      case Cancelled, Expired -> "over";
    };
  }

  /** What the money does, in a word or two. */
  public String paymentText() {
    return switch (booking.payment().state()) {
      case None -> "not paid";
      case Pending -> "being checked";
      case Succeeded -> "paid";
      case Declined -> "declined, not charged";
      case Refunding -> "refund on its way";
      case Refunded -> "refunded";
    };
  }
}
