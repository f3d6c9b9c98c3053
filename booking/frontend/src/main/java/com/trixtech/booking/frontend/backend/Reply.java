package com.trixtech.booking.frontend.backend;

import com.fasterxml.jackson.databind.JsonNode;

/** One answer of the backend. Immutable by convention: nobody changes the document. */
record Reply(int status, JsonNode body) {

  boolean failed() {
    return status >= 500 || status == 429;
  }

  /** The backend's own words for what is wrong. */
  String error() {
    return body.path("error").asText("status " + status);
  }
}
