package com.trixtech.booking.gateway.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.trixtech.booking.gateway.http.Input;
import com.trixtech.booking.http.Answer;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import java.util.logging.Logger;

/** The control port: where a drill switches a fault on and off. Thread-safe. */
public final class FaultRoutes {
  private static final Logger LOG = Logger.getLogger(FaultRoutes.class.getName());

  private final FaultSwitch faults;

  public FaultRoutes(FaultSwitch faults) {
    this.faults = faults;
  }

  public Answer put(ServerRequest request) throws Exception {
    JsonNode body = Input.object(request, "kind", "factor", "ratio", "for");
    Fault fault = Fault.of(body);
    Duration duration = Fault.duration(body);
    faults.on(fault, duration);
    LOG.warning("fault for " + duration + ": " + fault.json());
    return get();
  }

  public Answer delete() {
    faults.off();
    LOG.info("fault taken back");
    return get();
  }

  /** The fault that holds and for how long it still does; kind is null when none does. */
  public Answer get() {
    return faults
        .now()
        .map(a -> Answer.of(200, a.fault().json().put("for", a.left().toString())))
        .orElseGet(() -> Answer.of(200, Answer.object().putNull("kind")));
  }
}
