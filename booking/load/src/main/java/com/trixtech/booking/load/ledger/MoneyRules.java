package com.trixtech.booking.load.ledger;

import com.trixtech.booking.load.history.Call.Kind;
import com.trixtech.booking.load.history.Money;
import com.trixtech.booking.load.ledger.LedgerReport.Payments;
import com.trixtech.booking.load.ledger.StoredBooking.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The provider's ledger against the bookings, those of other clients included: one provider serves
 * the whole database.
 *
 * <p>Each booking is judged alone and gets one finding for one fault. What is found is subtracted
 * from the difference of the two totals; a rest that no finding explains is a finding itself.
 */
final class MoneyRules {
  private final Map<String, VisitRecord> visitOf = new HashMap<>();
  private final Map<String, Money> promised;
  private final Books books;
  private final Findings findings;
  private final Map<String, List<ProviderEntry>> chargesOf = new HashMap<>();
  private final Map<String, Long> refundedOf = new HashMap<>();
  private long explained;

  /**
   * @param promised the price that a guest was promised, by booking: a stored price that was
   *     changed since is one fault, not two
   */
  MoneyRules(
      List<VisitRecord> visits, Map<String, Money> promised, Books books, Findings findings) {
    this.promised = promised;
    this.books = books;
    this.findings = findings;
    visits.forEach(visit -> visit.promises().keySet().forEach(id -> visitOf.put(id, visit)));
    for (ProviderEntry entry : books.entries()) {
      switch (entry.kind()) {
        case CHARGE ->
            chargesOf.computeIfAbsent(entry.reference(), _ -> new ArrayList<>()).add(entry);
        case REFUND -> refundedOf.merge(charge(entry), entry.amount().minor(), Long::sum);
        case DECLINE -> {}
      }
    }
  }

  private static String charge(ProviderEntry refund) {
    String charge = refund.charge();
    return charge == null ? "" : charge;
  }

  Payments check() {
    Set<String> stored = new HashSet<>();
    for (StoredBooking booking : books.bookings()) {
      stored.add(booking.id());
      explained += judged(booking, chargesOf.getOrDefault(booking.id(), List.of()));
    }
    chargesOf.forEach((reference, charges) -> {
      if (!stored.contains(reference)) {
        explained += charges.stream().mapToLong(this::net).sum();
        if (!promised.containsKey(reference)) { // else it is the money of a booking that was lost
          charges.forEach(c -> findings.add(Breach.CHARGE_STRAY, described(c)));
        }
      }
    });
    Payments payments = payments();
    long rest =
        payments.chargedMinor() - payments.refundedMinor() - payments.dueMinor() - explained;
    if (rest != 0) {
      findings.add(
          Breach.MONEY_ADRIFT,
          "charged %d, given back %d, due %d; %d of the difference is explained by nothing"
              .formatted(
                  payments.chargedMinor(), payments.refundedMinor(), payments.dueMinor(), rest));
    }
    return payments;
  }

  /** Returns by how much a breach that was found, or a settlement to come, moves the total. */
  private long judged(StoredBooking booking, List<ProviderEntry> charges) {
    long due = booking.state() == State.CONFIRMED ? price(booking).minor() : 0;
    long net = charges.stream().mapToLong(this::net).sum();
    boolean open = booking.payment().open();
    if (open) {
      findings.add(Breach.UNSETTLED, booking.id() + ": payment " + booking.payment());
    }
    boolean found = charges.isEmpty() ? unpaid(booking, open) : charged(booking, charges, open);
    return open || found ? net - due : 0;
  }

  private boolean unpaid(StoredBooking booking, boolean open) {
    return booking.state() == State.CONFIRMED
        && !open
        && found(Breach.NOT_PAID, booking.id() + " was never charged");
  }

  private boolean charged(StoredBooking booking, List<ProviderEntry> charges, boolean open) {
    if (charges.size() > 1) {
      return found(
          Breach.CHARGED_TWICE,
          booking.id() + ": " + charges.stream().map(MoneyRules::described).toList());
    }
    ProviderEntry charge = charges.getFirst();
    VisitRecord visit = visitOf.get(booking.id());
    if (!booking.paymentKeys().contains(charge.key())) {
      return found(Breach.CHARGE_STRAY, described(charge) + ": a key that the booking lacks");
    }
    if (visit != null && !visit.mayHave(Kind.PAY)) {
      return found(Breach.CHARGED_UNASKED, described(charge));
    }
    if (!charge.amount().equals(price(booking))) {
      return found(Breach.AMOUNT_WRONG, described(charge) + " (expected: " + price(booking) + ")");
    }
    long net = net(charge);
    if (net < 0) {
      return found(Breach.REFUND_WRONG, described(charge) + ", given back: " + refunded(charge));
    }
    if (open) {
      return false;
    }
    return switch (booking.state()) {
      case CONFIRMED ->
          refunded(charge) > 0
              && found(Breach.NOT_PAID, described(charge) + ", given back: " + refunded(charge));
      case CANCELLED ->
          net > 0
              && found(
                  Breach.NOT_REFUNDED, described(charge) + ", given back: " + refunded(charge));
      case PENDING_PAYMENT, EXPIRED ->
          net > 0 && found(Breach.CHARGE_KEPT, described(charge) + ", which is " + booking.state());
    };
  }

  private boolean found(Breach breach, String what) {
    findings.add(breach, what);
    return true;
  }

  private Money price(StoredBooking booking) {
    return promised.getOrDefault(booking.id(), booking.price());
  }

  private long refunded(ProviderEntry charge) {
    return refundedOf.getOrDefault(charge.key(), 0L);
  }

  private long net(ProviderEntry charge) {
    return charge.amount().minor() - refunded(charge);
  }

  private static String described(ProviderEntry charge) {
    return "charge %s of %s for booking %s"
        .formatted(charge.key(), charge.amount(), charge.reference());
  }

  private Payments payments() {
    long charged = 0;
    long refunded = 0;
    int[] count = new int[ProviderEntry.Kind.values().length];
    for (ProviderEntry entry : books.entries()) {
      count[entry.kind().ordinal()]++;
      switch (entry.kind()) {
        case CHARGE -> charged += entry.amount().minor();
        case REFUND -> refunded += entry.amount().minor();
        case DECLINE -> {}
      }
    }
    var confirmed = books.bookings().stream().filter(b -> b.state() == State.CONFIRMED).toList();
    return new Payments(
        confirmed.size(),
        count[ProviderEntry.Kind.CHARGE.ordinal()],
        count[ProviderEntry.Kind.REFUND.ordinal()],
        count[ProviderEntry.Kind.DECLINE.ordinal()],
        charged,
        refunded,
        confirmed.stream().mapToLong(b -> price(b).minor()).sum());
  }
}
