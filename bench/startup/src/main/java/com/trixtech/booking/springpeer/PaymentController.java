package com.trixtech.booking.springpeer;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** {@code POST /bookings/{id}/payment}: intent, call, answer. */
@RestController
class PaymentController {
  private final BookingRepository bookings;
  private final IdempotencyKeys keys;
  private final TransactionTemplate transactions;
  private final RestClient provider;

  PaymentController(
      BookingRepository bookings,
      IdempotencyKeys keys,
      TransactionTemplate transactions,
      RestClient.Builder http,
      @Value("${booking.payment-url}") String url) {
    this.bookings = bookings;
    this.keys = keys;
    this.transactions = transactions;
    var factory = new JdkClientHttpRequestFactory();
    factory.setReadTimeout(Duration.ofSeconds(3));
    provider = http.baseUrl(url).requestFactory(factory).build();
  }

  record Card(String card) {}

  /** What the first transaction found: an answer, or a payment to make. */
  private record Begun(Optional<ResponseEntity<String>> answer, UUID payment, Money amount) {}

  @PostMapping("/bookings/{id}/payment")
  ResponseEntity<String> pay(
      @RequestHeader("Idempotency-Key") String key, @PathVariable UUID id, @RequestBody Card card) {
    if (!card.card().matches("[0-9]{12,19}")) {
      throw ApiProblem.invalid("card", "…", "12 to 19 digits");
    }
    String digits = card.card().substring(card.card().length() - 4);
    Begun begun = transactions.execute(_ -> begin(key, id, digits));
    return begun
        .answer()
        .orElseGet(() -> {
          String said = charge(begun, card, id);
          return transactions.execute(_ -> end(key, id, begun.payment(), said));
        });
  }

  private Begun begin(String key, UUID id, String digits) {
    var before = keys.claim(key, "pay " + id + " " + digits);
    bookings.lock(id);
    Booking booking = bookings.find(id).orElseThrow(() -> new ApiProblem(404, "booking: " + id));
    if (before.isPresent()) {
      return new Begun(before, id, booking.price());
    }
    if (!booking.open()) {
      throw new ApiProblem(409, "booking " + id + ": " + booking.state());
    }
    return new Begun(Optional.empty(), bookings.intend(id), booking.price());
  }

  /** The state of the charge as the provider says it; Pending when it does not. */
  private String charge(Begun begun, Card card, UUID booking) {
    try {
      return provider
          .put()
          .uri("/charges/{key}", begun.payment())
          .body(
              Map.of(
                  "amount", begun.amount(), "card", card.card(), "reference", booking.toString()))
          .exchange((_, answer) -> state(answer.getStatusCode()));
    } catch (RestClientException e) {
      return "Pending";
    }
  }

  private static String state(HttpStatusCode status) {
    return status.is2xxSuccessful() ? "Succeeded" : status.value() == 402 ? "Declined" : "Pending";
  }

  private ResponseEntity<String> end(String key, UUID id, UUID payment, String said) {
    bookings.lock(id);
    switch (said) {
      case "Succeeded" -> {
        bookings.settle(payment, "Succeeded", null);
        bookings.state(id, "Confirmed");
      }
      case "Declined" -> bookings.settle(payment, "Declined", "card_declined");
      default -> {}
    }
    Booking booking = bookings.find(id).orElseThrow();
    int status =
        switch (said) {
          case "Succeeded" -> 200;
          case "Declined" -> 402;
          default -> 202;
        };
    return keys.store(key, ResponseEntity.status(status).body(booking));
  }
}
