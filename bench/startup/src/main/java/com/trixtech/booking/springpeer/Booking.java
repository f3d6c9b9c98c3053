package com.trixtech.booking.springpeer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One booking with its newest payment, as it is answered. Immutable. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Booking(
    UUID id,
    String code,
    String room,
    String house,
    LocalDate from,
    LocalDate to,
    int guests,
    Guest guest,
    Money price,
    String state,
    @Nullable Instant holdExpiresAt,
    Payment payment,
    Instant createdAt,
    @Nullable Long seq,
    @Nullable List<String> paymentKeys) {

  record Guest(String name, String email) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Payment(String state, @Nullable String reason) {}

  @JsonIgnore
  boolean open() {
    return state.equals("PendingPayment")
        && (payment.state().equals("None") || payment.state().equals("Declined"))
        && holdExpiresAt != null
        && holdExpiresAt.isAfter(Instant.now());
  }
}
