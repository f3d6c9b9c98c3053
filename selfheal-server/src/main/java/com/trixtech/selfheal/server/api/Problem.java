package com.trixtech.selfheal.server.api;

import org.jspecify.annotations.Nullable;

/**
 * Why a request was not done.
 *
 * @param code a word of {@link Code}
 * @param message what is wrong, with the value
 * @param expected what would have been right; null where nothing would
 * @param hint what to do; null where there is nothing
 */
public record Problem(Code code, String message, @Nullable String expected, @Nullable String hint) {

  /** The kinds of problem, each with its HTTP status. */
  public enum Code {
    BAD_INPUT(400, "a value is not what is expected"),
    UNAUTHORIZED(401, "the token of STATE/control.json is missing or wrong"),
    NOT_FOUND(404, "there is nothing of that name"),
    CONFLICT(409, "it cannot be done in the present state"),
    BUG(500, "the healer has a defect; its log has the details"),
    UNAVAILABLE(503, "the healer cannot answer that now"),
    ENVIRONMENT(507, "the machine does not allow it: disk, address, program");

    private final int httpStatus;
    private final String sentence;

    Code(int httpStatus, String sentence) {
      this.httpStatus = httpStatus;
      this.sentence = sentence;
    }

    public int httpStatus() {
      return httpStatus;
    }

    public String sentence() {
      return sentence;
    }
  }
}
