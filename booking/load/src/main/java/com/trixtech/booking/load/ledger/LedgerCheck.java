package com.trixtech.booking.load.ledger;

import com.trixtech.booking.load.history.History;
import com.trixtech.booking.load.history.Money;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Holds the guests' history, the backend's bookings and the provider's ledger against each other.
 * Stateless; use it when the run has stopped.
 */
public final class LedgerCheck {
  private LedgerCheck() {}

  /**
   * Reads the books until no payment is open and two readings agree, at most for {@code patience},
   * and compares them.
   *
   * @throws IOException where a book cannot be read: no data is not proof
   */
  public static LedgerReport overHttp(URI backend, URI gateway, History history, Duration patience)
      throws IOException, InterruptedException {
    try (var reader = new BooksReader(backend, gateway)) {
      Settling settling = Settling.await(reader, patience);
      return compare(history, settling.books(), Instant.now(), settling.took());
    }
  }

  /**
   * Compares books that were read already. Pure.
   *
   * @param now when the books were read: a hold that had ended by then may be expired
   * @param settledAfter only passed on to the report
   */
  public static LedgerReport compare(
      History history, Books books, Instant now, Duration settledAfter) {
    var findings = new Findings();
    var visits = VisitRecord.of(history);
    long unacknowledged = new BookingRules(history, visits, books, now, findings).check();
    Map<String, Money> promised = new HashMap<>();
    visits.forEach(v -> v.promises().forEach((id, promise) -> promised.put(id, promise.price())));
    var payments = new MoneyRules(visits, promised, books, findings).check();
    return new LedgerReport(
        history.acknowledged(),
        unacknowledged,
        visits.stream().mapToLong(VisitRecord::unknown).sum(),
        findings.counts(),
        findings.examples(),
        payments,
        settledAfter);
  }
}
