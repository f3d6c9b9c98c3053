package com.trixtech.booking.load.ledger;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The guests' books against the backend's and the provider's. Immutable.
 *
 * @param acknowledged different bookings that a guest was promised
 * @param unacknowledged stored bookings of this run whose answer was lost on its way. Not a fault
 * @param unknown writes of which the guests never learnt what became. Not a fault
 * @param breaches how often each was found; those that were not found are absent
 * @param examples a line for each of the first findings of each kind
 * @param settledAfter how long the last open payment or refund kept the check waiting
 */
public record LedgerReport(
    long acknowledged,
    long unacknowledged,
    long unknown,
    Map<Breach, Long> breaches,
    List<String> examples,
    Payments payments,
    Duration settledAfter) {

  /**
   * The money in both books, the whole database's: other clients' bookings are paid by the same
   * provider.
   *
   * @param confirmed bookings that are confirmed
   * @param charges made by the provider, given back or not
   * @param refunds made by the provider
   * @param declined cards that the provider declined
   * @param chargedMinor sum of the charges, in cents
   * @param refundedMinor sum of the refunds, in cents
   * @param dueMinor sum of the prices of what is confirmed, in cents
   */
  public record Payments(
      long confirmed,
      long charges,
      long refunds,
      long declined,
      long chargedMinor,
      long refundedMinor,
      long dueMinor) {}

  public LedgerReport {
    var copy = new EnumMap<Breach, Long>(Breach.class);
    copy.putAll(breaches);
    breaches = Collections.unmodifiableMap(copy);
    examples = List.copyOf(examples);
  }

  /** How often any of these was found. */
  public long count(Breach... which) {
    return List.of(which).stream()
        .distinct()
        .mapToLong(breach -> breaches.getOrDefault(breach, 0L))
        .sum();
  }

  /** Promised and not kept. */
  public long lost() {
    return count(Breach.LOST, Breach.GIVEN_UP);
  }

  /** A room, or a key, that was given twice. */
  public long doubled() {
    return count(Breach.ROOM_TWICE, Breach.KEY_TWICE);
  }

  /** Stored otherwise than anybody asked for. */
  public long unexplained() {
    return count(Breach.UNASKED, Breach.ALTERED, Breach.CANCELLATION_UNDONE);
  }

  public long doubleCharged() {
    return count(Breach.CHARGED_TWICE);
  }

  /** Charges that no confirmed booking and no refund stands against. */
  public long chargedForNothing() {
    return count(
        Breach.CHARGE_STRAY, Breach.CHARGED_UNASKED, Breach.CHARGE_KEPT, Breach.NOT_REFUNDED);
  }

  public long notPaid() {
    return count(Breach.NOT_PAID);
  }

  /** Sums that do not agree. */
  public long wrongAmounts() {
    return count(Breach.AMOUNT_WRONG, Breach.REFUND_WRONG, Breach.MONEY_ADRIFT);
  }

  public long unsettled() {
    return count(Breach.UNSETTLED);
  }

  /** Whether all three books agree. */
  public boolean clean() {
    return breaches.isEmpty();
  }
}
