package com.trixtech.booking.frontend.pages;

import com.trixtech.booking.frontend.stay.Booking;
import com.trixtech.booking.frontend.web.FieldError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The form with which a booking is paid. It never shows a card number again. Immutable.
 *
 * @param booking empty when the backend is away and could not be asked
 * @param address the booking's own
 * @param payAddress where the form goes
 * @param cancelAddress where the booking can be cancelled
 * @param key makes the form pay once, however often it is sent
 * @param problem why the last try did not work; empty at the first
 * @param submit what the button says
 */
public record PayView(
    Frame frame,
    Optional<Booking> booking,
    String address,
    String payAddress,
    String cancelAddress,
    String key,
    List<FieldError> errors,
    String problem,
    String submit,
    Instant now) {

  public PayView {
    errors = List.copyOf(errors);
  }

  public String error(String field) {
    return FieldError.of(errors, field);
  }

  /** Until when the room is kept; empty when that is not known. */
  public Optional<Instant> heldUntil() {
    return booking.flatMap(Booking::holdExpires);
  }

  /** {@code 9 minutes}. */
  public String left() {
    return heldUntil().map(until -> Words.minutes(Duration.between(now, until))).orElse("");
  }
}
