package com.trixtech.booking.backend.bookings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.booking.http.Answer;

/** Who books. Immutable. */
record Guest(String name, String email) {
  ObjectNode json() {
    return Answer.object().put("name", name).put("email", email);
  }
}
