package com.trixtech.booking.backend.http;

import com.trixtech.booking.http.Answer;

/**
 * A request that cannot be understood; becomes a 400 that names the field, its value, and what was
 * expected.
 */
public final class InvalidRequest extends Exception {
  private static final long serialVersionUID = 1;

  private final String field;
  private final String value;
  private final String expected;

  public InvalidRequest(String field, String value, String expected) {
    super(field + ": " + shorten(value) + " (expected: " + expected + ")");
    this.field = field;
    this.value = shorten(value);
    this.expected = expected;
  }

  public Answer answer() {
    return Answer.of(
        400,
        Answer.object()
            .put("error", getMessage())
            .put("field", field)
            .put("value", value)
            .put("expected", expected));
  }

  private static String shorten(String value) {
    return value.length() <= 100 ? value : value.substring(0, 100) + "…";
  }
}
