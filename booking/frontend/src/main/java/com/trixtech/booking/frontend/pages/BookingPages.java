package com.trixtech.booking.frontend.pages;

import com.trixtech.booking.frontend.backend.BackendAway;
import com.trixtech.booking.frontend.backend.WriteResult;
import com.trixtech.booking.frontend.stay.Booking;
import com.trixtech.booking.frontend.web.Form;
import com.trixtech.booking.http.Answer;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A booking: to see, to wait for, to cancel. Thread-safe. */
public final class BookingPages {
  private static final Logger LOG = Logger.getLogger(BookingPages.class.getName());

  private final Site site;
  private final Access access;

  public BookingPages(Site site) {
    this.site = site;
    access = new Access(site);
  }

  public Answer show(ServerRequest request) {
    boolean still = request.query().first("refresh").orElse("").equals("off");
    return access.open(
        request,
        "",
        booking -> view(200, "booking", booking, booking.settling() && !still, "", ""));
  }

  /** For the script of a page that waits: has anything changed? */
  public Answer state(ServerRequest request) {
    Optional<UUID> id = access.id(request);
    if (id.isEmpty()) {
      return Answer.json(404, "{\"settling\":false}");
    }
    try {
      boolean settling = site.backend().booking(id.get()).map(Booking::settling).orElse(false);
      return Answer.json(200, "{\"settling\":" + settling + "}");
    } catch (BackendAway e) {
      return Answer.json(503, "{\"settling\":true}").with("Retry-After", "2");
    }
  }

  /** Asks whether it is meant. */
  public Answer confirmCancel(ServerRequest request) {
    return access.open(request, "/cancel", booking -> confirm(200, booking, newKey(), ""));
  }

  public Answer cancel(ServerRequest request) {
    Optional<UUID> id = access.id(request);
    String key = Form.body(request).text("key");
    if (id.isEmpty() || key.isEmpty()) {
      return access.closed();
    }
    try {
      return switch (site.backend().cancel(id.get(), key)) {
        case WriteResult.Accepted _, WriteResult.NotAllowed _, WriteResult.RoomTaken _ ->
            Answer.seeOther(site.address(id.get(), ""));
        case WriteResult.KeyReused _, WriteResult.Refused _ ->
            access.open(
                request,
                "/cancel",
                booking ->
                    confirm(
                        409,
                        booking,
                        newKey(),
                        "That did not work. Please press the button again."));
      };
    } catch (BackendAway e) {
      LOG.log(Level.WARNING, "cancellation of " + id.get() + " not answered", e);
      return site.page(
          503,
          "cancel-away",
          new CancelAwayView(
              site.plain(Frame.Section.Other),
              site.address(id.get(), ""),
              site.address(id.get(), "/cancel"),
              key));
    }
  }

  private Answer confirm(int status, Booking booking, String key, String problem) {
    return booking.cancellable()
        ? view(status, "cancel", booking, false, key, problem)
        : Answer.seeOther(site.address(booking.id(), ""));
  }

  private Answer view(
      int status, String template, Booking booking, boolean refreshes, String key, String problem) {
    return site.page(
        status,
        template,
        new BookingView(
            site.plain(Frame.Section.Other),
            booking,
            site.address(booking.id(), ""),
            site.address(booking.id(), "/pay"),
            site.address(booking.id(), "/cancel"),
            site.address(booking.id(), "/state"),
            refreshes,
            key,
            problem,
            site.now()));
  }

  private static String newKey() {
    return UUID.randomUUID().toString();
  }
}
