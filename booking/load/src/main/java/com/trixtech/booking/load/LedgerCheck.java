package com.trixtech.booking.load;

import com.trixtech.booking.load.Ledger.Wish;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Compares a run's ledger with the bookings that exist. Stateless; use it when the run has stopped.
 *
 * <p>Over HTTP it needs the service's address only; over JDBC it asks the database itself, behind
 * the service's back.
 */
public final class LedgerCheck {
  private static final int EXAMPLES = 10;

  /** A booking as stored, seen by either way. */
  record Row(
      String id,
      String resource,
      Instant from,
      Instant to,
      Optional<String> key,
      boolean cancelled) {}

  private final List<String> examples = new ArrayList<>();

  private LedgerCheck() {}

  /** Reads the run's bookings from the service, page by page. */
  public static LedgerReport overHttp(URI service, Ledger ledger)
      throws IOException, InterruptedException {
    return new LedgerCheck().compare(ledger, StoredBookings.overHttp(service, ledger.resources()));
  }

  /** Reads the run's bookings from the database. */
  public static LedgerReport overJdbc(String url, String user, String password, Ledger ledger)
      throws SQLException {
    return new LedgerCheck()
        .compare(ledger, StoredBookings.overJdbc(url, user, password, ledger.resources()));
  }

  LedgerReport compare(Ledger ledger, List<Row> rows) {
    Map<String, Wish> wishes = ledger.wishes();
    var stored = new HashMap<String, Row>();
    rows.forEach(row -> stored.put(row.id(), row));

    long lost = 0;
    long doubled = 0;
    var promised = new HashMap<String, String>();
    for (var ack : ledger.acknowledged()) {
      String other = promised.putIfAbsent(ack.key(), ack.bookingId());
      if (other != null) {
        doubled +=
            other.equals(ack.bookingId())
                ? 0
                : found("doubled: two ids promised for key " + ack.key());
      } else if (!stored.containsKey(ack.bookingId())) {
        lost +=
            found("lost: " + ack.bookingId() + ", acknowledged " + ack.at() + ", key " + ack.key());
      }
    }

    long unexplained = 0;
    long unacknowledged = 0;
    var keys = new HashSet<String>();
    for (Row row : rows) {
      Wish wish = wishes.get(row.key().orElse(""));
      if (wish != null && !keys.add(wish.key())) {
        doubled += found("doubled: a further row " + row.id() + " for key " + wish.key());
      } else if (wish == null || !matches(row, wish)) {
        unexplained += found("unexplained: " + row);
      } else if (!promised.containsKey(wish.key())) {
        unacknowledged++;
      }
    }
    doubled += overlaps(rows);
    return new LedgerReport(promised.size(), lost, doubled, unexplained, unacknowledged, examples);
  }

  private static boolean matches(Row row, Wish wish) {
    return Objects.equals(row.resource(), wish.resource())
        && row.from().equals(wish.from())
        && row.to().equals(wish.to())
        && !row.cancelled();
  }

  /**
   * Active bookings in the order of resource and start: each must begin no earlier than all before
   * it have ended.
   */
  private long overlaps(List<Row> rows) {
    var active =
        rows.stream()
            .filter(row -> !row.cancelled())
            .sorted(Comparator.comparing(Row::resource).thenComparing(Row::from))
            .toList();
    long count = 0;
    Optional<Row> latest = Optional.empty();
    for (Row row : active) {
      boolean same = latest.isPresent() && latest.get().resource().equals(row.resource());
      if (same && row.from().isBefore(latest.get().to())) {
        count +=
            found(
                "doubled: "
                    + row.id()
                    + " overlaps "
                    + latest.get().id()
                    + " on "
                    + row.resource());
      }
      if (!same || row.to().isAfter(latest.get().to())) {
        latest = Optional.of(row);
      }
    }
    return count;
  }

  private int found(String example) {
    if (examples.size() < EXAMPLES) {
      examples.add(example);
    }
    return 1;
  }
}
