package com.trixtech.booking.frontend.web;

import java.util.List;

/**
 * What is wrong with one field of a form, and how to put it right. Immutable.
 *
 * @param field the id of its input
 */
public record FieldError(String field, String message) {

  /** The first thing wrong with a field; empty when it is right. */
  public static String of(List<FieldError> errors, String field) {
    return errors.stream()
        .filter(error -> error.field().equals(field))
        .map(FieldError::message)
        .findFirst()
        .orElse("");
  }
}
