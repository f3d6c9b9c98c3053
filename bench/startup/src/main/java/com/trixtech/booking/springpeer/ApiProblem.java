package com.trixtech.booking.springpeer;

import java.util.Map;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.MissingRequestValueException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** An answer that is no success, with the sentence that it says. */
final class ApiProblem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  ApiProblem(int status, String what) {
    super(what);
    this.status = status;
  }

  static ApiProblem invalid(String name, Object value, String expected) {
    return new ApiProblem(400, "%s: %s (expected: %s)".formatted(name, value, expected));
  }

  /** Makes answers of exceptions. */
  @RestControllerAdvice
  static class Answers {
    @ExceptionHandler(ApiProblem.class)
    ResponseEntity<Object> problem(ApiProblem e) {
      return ResponseEntity.status(e.status).body(Map.of("error", String.valueOf(e.getMessage())));
    }

    @ExceptionHandler({
      MissingRequestValueException.class,
      MethodArgumentTypeMismatchException.class,
      HttpMessageNotReadableException.class
    })
    ResponseEntity<Object> unreadable(Exception e) {
      return ResponseEntity.badRequest().body(Map.of("error", String.valueOf(e.getMessage())));
    }

    @ExceptionHandler({
      CannotGetJdbcConnectionException.class,
      CannotCreateTransactionException.class,
      TransientDataAccessException.class
    })
    ResponseEntity<Object> away(Exception e) {
      return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
          .header("Retry-After", "1")
          .body(Map.of("error", "database does not answer"));
    }
  }
}
