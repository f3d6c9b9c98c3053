package com.trixtech.booking.frontend.pages;

import com.trixtech.booking.frontend.backend.BackendAway;
import com.trixtech.booking.frontend.stay.Booking;
import com.trixtech.booking.http.Answer;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Opens a booking for who has its link. Whoever has not, sees the same page whether or not there is
 * such a booking. Thread-safe.
 */
final class Access {
  private static final Logger LOG = Logger.getLogger(Access.class.getName());

  private final Site site;

  Access(Site site) {
    this.site = site;
  }

  /** Makes the page of a booking that may be seen. */
  interface Opened {
    Answer page(Booking booking) throws BackendAway;
  }

  /** The id in the path, if the token of the address is its own. */
  Optional<UUID> id(ServerRequest request) {
    try {
      UUID id = UUID.fromString(request.path().pathParameters().get("id"));
      return site.tokens().fits(id, request.query().first("t").orElse(""))
          ? Optional.of(id)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * @param part of the booking's address, to come back to
   */
  Answer open(ServerRequest request, String part, Opened opened) {
    Optional<UUID> id = id(request);
    if (id.isEmpty()) {
      return closed();
    }
    try {
      Optional<Booking> booking = site.backend().booking(id.get());
      return booking.isPresent() ? opened.page(booking.get()) : closed();
    } catch (BackendAway e) {
      LOG.log(Level.WARNING, "booking " + id.get() + " not shown", e);
      return site.awayMessage(
          "We cannot show your booking right now",
          List.of(
              "Our booking system is not answering. Your booking is safe, and so is its payment:"
                  + " only this page cannot be shown.",
              "Please try again in a moment."),
          site.address(id.get(), part));
    }
  }

  Answer closed() {
    return site.message(
        404,
        "No booking at this address",
        List.of(
            "The link may be incomplete. You can find your booking by its code and the email"
                + " address it was made with."),
        new MessageView.Action("Find my booking", "/find"));
  }
}
