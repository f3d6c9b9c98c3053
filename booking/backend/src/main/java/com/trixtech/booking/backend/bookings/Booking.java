package com.trixtech.booking.backend.bookings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.booking.backend.rooms.Money;
import com.trixtech.booking.backend.rooms.Stay;
import com.trixtech.booking.http.Answer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One booking as stored, with its newest payment. Immutable.
 *
 * @param seq position in the order of creation; pages are cut by it
 * @param code for people to say and to type
 * @param price of the whole stay, as it was agreed
 * @param reason why the newest payment was declined
 */
public record Booking(
    UUID id,
    long seq,
    String code,
    String room,
    String house,
    Stay stay,
    int guests,
    Guest guest,
    Money price,
    BookingState state,
    Instant holdExpiresAt,
    Instant createdAt,
    PaymentState payment,
    Optional<String> reason) {

  public ObjectNode json() {
    ObjectNode json =
        Answer.object()
            .put("id", id.toString())
            .put("code", code)
            .put("room", room)
            .put("house", house)
            .put("from", stay.from().toString())
            .put("to", stay.to().toString())
            .put("guests", guests);
    json.set("guest", guest.json());
    json.set("price", price.json());
    json.put("state", state.name());
    if (state == BookingState.PendingPayment) {
      json.put("holdExpiresAt", holdExpiresAt.toString());
    }
    ObjectNode paid = json.putObject("payment").put("state", payment.name());
    reason.ifPresent(why -> paid.put("reason", why));
    return json.put("createdAt", createdAt.toString());
  }
}
