package com.trixtech.booking.frontend.backend;

import com.fasterxml.jackson.databind.JsonNode;

/** One answer of the backend. Immutable by convention: nobody changes the document. */
record Reply(int status, JsonNode body) {

  boolean failed() {
    return status >= 500 || status == 429;
  }

  /** It has too much to do, or no database: asking again at once makes that worse. */
  boolean sheds() {
    return status == 503 || status == 429;
  }

  /** One instance may be broken where the next is not. */
  boolean otherInstanceMayAnswer() {
    return failed() && !sheds();
  }

  /** The backend's own words for what is wrong. */
  String error() {
    return body.path("error").asText("status " + status);
  }
}
