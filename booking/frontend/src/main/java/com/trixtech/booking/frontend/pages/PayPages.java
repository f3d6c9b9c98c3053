package com.trixtech.booking.frontend.pages;

import com.trixtech.booking.frontend.backend.BackendAway;
import com.trixtech.booking.frontend.backend.WriteResult;
import com.trixtech.booking.frontend.stay.Booking;
import com.trixtech.booking.frontend.stay.Payment;
import com.trixtech.booking.frontend.web.FieldError;
import com.trixtech.booking.frontend.web.Form;
import com.trixtech.booking.http.Answer;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * From a booking to its payment. Thread-safe.
 *
 * <p>The form carries its own key: sent twice it pays once. An answer that never came leaves the
 * key in the form, so that trying again asks for the same payment and not for another.
 */
public final class PayPages {
  private static final Logger LOG = Logger.getLogger(PayPages.class.getName());

  private final Site site;
  private final Access access;

  public PayPages(Site site) {
    this.site = site;
    access = new Access(site);
  }

  public Answer form(ServerRequest request) {
    return access.open(request, "/pay", this::form);
  }

  private Answer form(Booking booking) {
    if (!booking.payable()) {
      return Answer.seeOther(site.address(booking.id(), ""));
    }
    String problem =
        booking.payment().state() == Payment.State.Declined
            ? "Your payment was declined. "
                + booking.payment().declined()
                + " Your room is still held: you can try again, or use another card."
            : "";
    return page(200, booking.id(), Optional.of(booking), newKey(), List.of(), problem);
  }

  /** Pays, and goes on to the booking, whatever became of it. */
  public Answer submit(ServerRequest request) {
    Optional<UUID> id = access.id(request);
    Form body = Form.body(request);
    String key = body.text("key");
    if (id.isEmpty() || key.isEmpty()) {
      return access.closed();
    }
    String typed = body.text("card");
    var errors = CardNumber.errors(typed);
    if (!errors.isEmpty()) {
      return access.open(
          request,
          "/pay",
          booking ->
              booking.payable()
                  ? page(422, id.get(), Optional.of(booking), key, errors, "")
                  : form(booking));
    }
    try {
      return switch (site.backend().pay(id.get(), CardNumber.digits(typed).orElseThrow(), key)) {
        case WriteResult.Accepted(var booking) ->
            Answer.seeOther(site.address(id.get(), booking.payable() ? "/pay" : ""));
        case WriteResult.KeyReused _ ->
            access.open(
                request,
                "/pay",
                booking ->
                    booking.payable()
                        ? page(
                            409,
                            id.get(),
                            Optional.of(booking),
                            newKey(),
                            List.of(),
                            "This form was already used with another card. Nothing more was"
                                + " charged; please enter the card once more.")
                        : form(booking));
        // The state has moved on, by another tab or the settling of an earlier try.
        case WriteResult.NotAllowed _, WriteResult.RoomTaken _ ->
            Answer.seeOther(site.address(id.get(), ""));
        case WriteResult.Refused(String why) -> {
          LOG.warning("payment of " + id.get() + " refused: " + why);
          yield access.open(
              request,
              "/pay",
              booking ->
                  page(
                      422,
                      id.get(),
                      Optional.of(booking),
                      newKey(),
                      List.of(
                          new FieldError("card", "This number was not accepted; please check it")),
                      ""));
        }
      };
    } catch (BackendAway e) {
      LOG.log(Level.WARNING, "payment of " + id.get() + " not answered", e);
      return page(
          503,
          id.get(),
          Optional.empty(),
          key,
          List.of(),
          "Our booking system did not answer, so we do not know yet whether you have paid."
              + " Enter the same card and try again: however often you do, you pay once. We do"
              + " not keep card numbers, so it has to be typed again.");
    }
  }

  private Answer page(
      int status,
      UUID id,
      Optional<Booking> booking,
      String key,
      List<FieldError> errors,
      String problem) {
    return site.page(
        status,
        "pay",
        new PayView(
            site.plain(Frame.Section.Other),
            booking,
            site.address(id, ""),
            site.address(id, "/pay"),
            site.address(id, "/cancel"),
            key,
            errors,
            problem,
            booking.map(b -> "Pay " + b.price()).orElse("Try again"),
            site.now()));
  }

  private static String newKey() {
    return UUID.randomUUID().toString();
  }
}
