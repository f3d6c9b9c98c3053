package com.trixtech.booking.backend.http;

import com.trixtech.booking.http.Answer;

/** The path names something that does not exist; becomes a 404. */
public final class NoSuchBooking extends Exception {
  private static final long serialVersionUID = 1;

  public NoSuchBooking(String id) {
    super("booking: " + id + " (expected: an existing id)");
  }

  public Answer answer() {
    return Answer.error(404, String.valueOf(getMessage()));
  }
}
