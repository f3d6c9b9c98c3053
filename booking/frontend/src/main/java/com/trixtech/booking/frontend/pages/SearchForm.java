package com.trixtech.booking.frontend.pages;

import com.trixtech.booking.frontend.stay.Stay;
import com.trixtech.booking.frontend.web.FieldError;
import com.trixtech.booking.frontend.web.Form;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The search as it was typed, with what is wrong with it. Immutable.
 *
 * @param house empty for all houses
 * @param today the earliest day that may be searched
 * @param stay what was asked for, when nothing is wrong
 */
public record SearchForm(
    String from,
    String to,
    String guests,
    String house,
    LocalDate today,
    List<FieldError> errors,
    Optional<Stay> stay) {
  private static final int HORIZON_YEARS = 10;

  public SearchForm {
    errors = List.copyOf(errors);
  }

  /** What a new visitor sees: tomorrow, two nights, two guests. */
  static SearchForm fresh(LocalDate today) {
    return new SearchForm(
        today.plusDays(1).toString(),
        today.plusDays(3).toString(),
        "2",
        "",
        today,
        List.of(),
        Optional.empty());
  }

  static SearchForm read(Form form, LocalDate today) {
    var errors = new ArrayList<FieldError>();
    String from = form.text("from");
    String to = form.text("to");
    String guests = form.text("guests");
    Optional<LocalDate> first = date("from", "arrive", from, errors);
    Optional<LocalDate> last = date("to", "leave", to, errors);
    int number = number(guests, errors);
    first
        .filter(day -> day.isBefore(today))
        .ifPresent(_ -> errors.add(new FieldError("from", "The day you arrive is in the past")));
    first
        .filter(day -> day.isAfter(today.plusYears(HORIZON_YEARS)))
        .ifPresent(
            _ -> errors.add(new FieldError("from", "Nobody can book more than 10 years ahead")));
    if (first.isPresent() && last.isPresent()) {
      long nights = new Stay(first.get(), last.get(), number).nights();
      if (nights < 1) {
        errors.add(new FieldError("to", "The day you leave must be after the day you arrive"));
      } else if (nights > Stay.MOST_NIGHTS) {
        errors.add(
            new FieldError("to", "A stay can have %d nights at most".formatted(Stay.MOST_NIGHTS)));
      }
    }
    Optional<Stay> stay =
        errors.isEmpty()
            ? Optional.of(new Stay(first.orElseThrow(), last.orElseThrow(), number))
            : Optional.empty();
    return new SearchForm(from, to, guests, form.text("house"), today, errors, stay);
  }

  /** The first thing wrong with a field; empty when it is right. */
  public String error(String field) {
    return FieldError.of(errors, field);
  }

  private static Optional<LocalDate> date(
      String field, String verb, String text, List<FieldError> errors) {
    try {
      if (!text.isEmpty()) {
        return Optional.of(LocalDate.parse(text));
      }
      errors.add(new FieldError(field, "Enter the day you " + verb));
    } catch (DateTimeException e) {
      errors.add(
          new FieldError(
              field, "Enter the day you %s as year-month-day, such as 2027-05-31".formatted(verb)));
    }
    return Optional.empty();
  }

  private static int number(String text, List<FieldError> errors) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= Stay.MOST_GUESTS) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below, together with numbers out of range
    }
    errors.add(new FieldError("guests", "Choose how many guests, 1 to " + Stay.MOST_GUESTS));
    return 1;
  }
}
