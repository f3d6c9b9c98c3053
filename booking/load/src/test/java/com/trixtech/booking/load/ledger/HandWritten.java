package com.trixtech.booking.load.ledger;

import com.trixtech.booking.load.history.Call.Kind;
import com.trixtech.booking.load.history.Call.Outcome;
import com.trixtech.booking.load.history.Call.Promise;
import com.trixtech.booking.load.history.History;
import com.trixtech.booking.load.history.Money;
import com.trixtech.booking.load.history.Wish;
import com.trixtech.booking.load.ledger.StoredBooking.PaymentState;
import com.trixtech.booking.load.ledger.StoredBooking.State;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Three books that agree, until a test spoils one of them. */
final class HandWritten {
  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  static final Money PRICE = new Money("EUR", 12_900);
  private static final LocalDate DAY = LocalDate.parse("2027-05-01");

  final History history = new History("run");
  final List<StoredBooking> bookings = new ArrayList<>();
  final List<ProviderEntry> entries = new ArrayList<>();

  /** As a guest asks for it; each for a week of its own. */
  Wish wish() {
    LocalDate from = DAY.plusWeeks(history.wishes().size());
    return history.wish("room-1", from, from.plusDays(2), PRICE);
  }

  void call(Kind kind, Wish wish, String key, @Nullable String id, Outcome outcome) {
    int call = history.begun(kind, wish, key, kind == Kind.BOOK ? null : id, NOW);
    boolean made = kind == Kind.BOOK && outcome == Outcome.DONE;
    history.ended(
        call,
        outcome,
        made ? id : null,
        made ? new Promise(PRICE, NOW.plusSeconds(600)) : null,
        "",
        NOW);
  }

  /** Stored as it was wished for. */
  StoredBooking stored(Wish wish, String id, State state, PaymentState payment, String... keys) {
    var booking =
        new StoredBooking(
            bookings.size() + 1,
            id,
            wish.room(),
            wish.from(),
            wish.to(),
            wish.email("run"),
            PRICE,
            state,
            payment,
            List.of(keys));
    bookings.add(booking);
    return booking;
  }

  ProviderEntry charge(String key, String booking) {
    return add(ProviderEntry.Kind.CHARGE, key, null, booking, PRICE);
  }

  ProviderEntry refund(String charge, long minor) {
    return add(ProviderEntry.Kind.REFUND, "r-" + charge, charge, "", new Money("EUR", minor));
  }

  private ProviderEntry add(
      ProviderEntry.Kind kind, String key, @Nullable String charge, String booking, Money amount) {
    var entry = new ProviderEntry(entries.size() + 1, kind, key, charge, booking, amount);
    entries.add(entry);
    return entry;
  }

  /** Promised and not paid. */
  Wish held(String id) {
    Wish wish = wish();
    call(Kind.BOOK, wish, wish.key("run"), id, Outcome.DONE);
    stored(wish, id, State.PENDING_PAYMENT, PaymentState.NONE);
    return wish;
  }

  /** Booked, paid and promised. */
  Wish confirmed(String id) {
    Wish wish = wish();
    call(Kind.BOOK, wish, wish.key("run"), id, Outcome.DONE);
    call(Kind.PAY, wish, "pay-" + id, id, Outcome.DONE);
    stored(wish, id, State.CONFIRMED, PaymentState.SUCCEEDED, "c-" + id);
    charge("c-" + id, id);
    return wish;
  }

  /** Booked, paid, cancelled and given back. */
  Wish cancelled(String id) {
    Wish wish = wish();
    call(Kind.BOOK, wish, wish.key("run"), id, Outcome.DONE);
    call(Kind.PAY, wish, "pay-" + id, id, Outcome.DONE);
    call(Kind.CANCEL, wish, "cancel-" + id, id, Outcome.DONE);
    stored(wish, id, State.CANCELLED, PaymentState.REFUNDED, "c-" + id);
    charge("c-" + id, id);
    refund("c-" + id, PRICE.minor());
    return wish;
  }

  void change(String id, UnaryOperator<StoredBooking> how) {
    bookings.replaceAll(b -> b.id().equals(id) ? how.apply(b) : b);
  }

  void state(String id, State state, PaymentState payment) {
    change(id, b -> with(b, b.to(), b.price(), state, payment));
  }

  static StoredBooking with(
      StoredBooking b, LocalDate to, Money price, State state, PaymentState payment) {
    return new StoredBooking(
        b.seq(), b.id(), b.room(), b.from(), to, b.email(), price, state, payment, b.paymentKeys());
  }

  void remove(Predicate<ProviderEntry> which) {
    entries.removeIf(which);
  }

  LedgerReport check() {
    return LedgerCheck.compare(history, new Books(bookings, entries), NOW, Duration.ZERO);
  }
}
