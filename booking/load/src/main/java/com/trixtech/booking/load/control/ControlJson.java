package com.trixtech.booking.load.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.net.URI;
import java.time.Duration;

/** What goes over the wire: the records as they are, times in ISO-8601. */
final class ControlJson {
  /** Thread-safe. */
  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  /** Another rate. */
  record Turn(int requestsPerSecond) {}

  /** The ledger's check. */
  record Check(URI gateway, Duration patience) {}

  /** What went wrong, in one sentence. */
  record Problem(String problem) {}

  private ControlJson() {}
}
