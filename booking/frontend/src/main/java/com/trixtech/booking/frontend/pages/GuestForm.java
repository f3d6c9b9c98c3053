package com.trixtech.booking.frontend.pages;

import com.trixtech.booking.frontend.stay.Guest;
import com.trixtech.booking.frontend.web.FieldError;
import com.trixtech.booking.frontend.web.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Who books, as typed, with what is wrong with it. Immutable. */
public record GuestForm(String name, String email, List<FieldError> errors) {
  static final GuestForm EMPTY = new GuestForm("", "", List.of());

  /** One sign, something on both sides, a dot behind it: the rest only the mail can tell. */
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");

  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_EMAIL = 254;

  public GuestForm {
    errors = List.copyOf(errors);
  }

  static GuestForm read(Form form) {
    String name = form.text("name");
    String email = form.text("email");
    var errors = new ArrayList<FieldError>();
    if (name.isEmpty()) {
      errors.add(new FieldError("name", "Enter your name"));
    } else if (name.length() > LONGEST_NAME) {
      errors.add(
          new FieldError("name", "Enter a name of %d letters at most".formatted(LONGEST_NAME)));
    }
    if (email.isEmpty()) {
      errors.add(new FieldError("email", "Enter your email address"));
    } else if (!isEmail(email)) {
      errors.add(new FieldError("email", "Enter an email address such as name@example.com"));
    }
    return new GuestForm(name, email, errors);
  }

  static boolean isEmail(String text) {
    return text.length() <= LONGEST_EMAIL && EMAIL.matcher(text).matches();
  }

  Guest guest() {
    return new Guest(name, email);
  }

  public String error(String field) {
    return FieldError.of(errors, field);
  }
}
