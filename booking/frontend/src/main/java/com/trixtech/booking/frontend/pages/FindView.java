package com.trixtech.booking.frontend.pages;

import com.trixtech.booking.frontend.web.FieldError;
import java.util.List;

/**
 * The form that finds a booking again. Immutable.
 *
 * @param problem why the last try did not work; empty at the first
 * @param submit what the button says
 */
public record FindView(
    Frame frame,
    String code,
    String email,
    List<FieldError> errors,
    String problem,
    String submit) {

  public FindView {
    errors = List.copyOf(errors);
  }

  public String error(String field) {
    return FieldError.of(errors, field);
  }
}
