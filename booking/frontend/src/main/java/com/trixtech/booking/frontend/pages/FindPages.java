package com.trixtech.booking.frontend.pages;

import com.trixtech.booking.frontend.backend.BackendAway;
import com.trixtech.booking.frontend.web.FieldError;
import com.trixtech.booking.frontend.web.Form;
import com.trixtech.booking.http.Answer;
import io.helidon.webserver.http.ServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Finds a booking by its code and the guest's email. A POST, so that neither stands in an address.
 * Thread-safe.
 */
public final class FindPages {
  private static final Logger LOG = Logger.getLogger(FindPages.class.getName());
  private static final String FIND = "Find my booking";

  private final Site site;

  public FindPages(Site site) {
    this.site = site;
  }

  public Answer form(ServerRequest request) {
    return site.page(
        200, "find", new FindView(site.frame(Frame.Section.Find), "", "", List.of(), "", FIND));
  }

  public Answer submit(ServerRequest request) {
    Form body = Form.body(request);
    String typed = body.text("code");
    String email = body.text("email");
    String code = typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    var errors = new ArrayList<FieldError>();
    if (code.isEmpty()) {
      errors.add(new FieldError("code", "Enter the code of your booking"));
    } else if (!code.matches("[A-Z0-9]{7}")) {
      errors.add(new FieldError("code", "Check the code: it has 7 letters and digits"));
    }
    if (!GuestForm.isEmail(email)) {
      errors.add(new FieldError("email", "Enter the email address that the booking was made with"));
    }
    if (!errors.isEmpty()) {
      return page(422, typed, email, errors, "", FIND);
    }
    try {
      return site.backend()
          .find(code, email)
          .map(booking -> Answer.seeOther(site.address(booking.id(), "")))
          .orElseGet(() ->
              page(
                  404,
                  typed,
                  email,
                  List.of(),
                  "There is no booking with this code and this email address together. Check"
                      + " both and try again.",
                  FIND));
    } catch (BackendAway e) {
      LOG.log(Level.WARNING, "booking not found: no answer", e);
      return page(
          503,
          typed,
          email,
          List.of(),
          "Our booking system is not answering. Your booking is safe. What you typed is still"
              + " here: please try again in a moment.",
          "Try again");
    }
  }

  private Answer page(
      int status,
      String code,
      String email,
      List<FieldError> errors,
      String problem,
      String submit) {
    return site.page(
        status,
        "find",
        new FindView(site.plain(Frame.Section.Find), code, email, errors, problem, submit));
  }
}
