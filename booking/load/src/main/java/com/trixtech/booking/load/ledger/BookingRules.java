package com.trixtech.booking.load.ledger;

import com.trixtech.booking.load.history.Call.Kind;
import com.trixtech.booking.load.history.Call.Outcome;
import com.trixtech.booking.load.history.Call.Promise;
import com.trixtech.booking.load.history.History;
import com.trixtech.booking.load.history.Wish;
import com.trixtech.booking.load.ledger.StoredBooking.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What guests were promised against what is stored; and, of all that is stored, no room twice.
 *
 * <p>An unknown outcome may be either, but only once; it is never held against anybody.
 */
final class BookingRules {
  private final History history;
  private final List<VisitRecord> visits;
  private final List<StoredBooking> stored;
  private final Map<String, StoredBooking> byId = new HashMap<>();
  private final Map<String, List<StoredBooking>> byEmail = new HashMap<>();
  private final Instant now;
  private final Findings findings;

  BookingRules(
      History history, List<VisitRecord> visits, Books books, Instant now, Findings findings) {
    this.history = history;
    this.visits = visits;
    this.stored = books.bookings();
    this.now = now;
    this.findings = findings;
    for (StoredBooking booking : stored) {
      byId.put(booking.id(), booking);
      byEmail.computeIfAbsent(booking.email(), _ -> new ArrayList<>()).add(booking);
    }
  }

  /** Returns how many of the run's bookings are stored and were never acknowledged. */
  long check() {
    long unacknowledged = 0;
    for (VisitRecord visit : visits) {
      Map<String, Promise> promises = visit.promises();
      promises.forEach((id, promise) -> kept(visit, id, promise));
      List<StoredBooking> made = byEmail.getOrDefault(visit.wish().email(history.run()), List.of());
      once(visit, promises, made);
      for (StoredBooking booking : made) {
        asAsked(visit, booking, promises.get(booking.id()));
        unacknowledged += promises.isEmpty() ? 1 : 0;
      }
    }
    strangers();
    overlaps();
    return unacknowledged;
  }

  private void kept(VisitRecord visit, String id, Promise promise) {
    StoredBooking booking = byId.get(id);
    if (booking == null) {
      findings.add(Breach.LOST, id + ", promised for " + described(visit.wish()));
      return;
    }
    State state = booking.state();
    boolean mayBeCancelled = visit.mayHave(Kind.CANCEL);
    if (visit.was(Kind.CANCEL, Outcome.DONE)) {
      if (state != State.CANCELLED) {
        findings.add(Breach.CANCELLATION_UNDONE, id + " is " + state);
      }
    } else if (state == State.CANCELLED) {
      if (!mayBeCancelled) {
        findings.add(Breach.GIVEN_UP, id + " is " + state + ", and nobody cancelled it");
      }
    } else if (visit.was(Kind.PAY, Outcome.DONE)) {
      if (state != State.CONFIRMED) {
        findings.add(Breach.GIVEN_UP, id + " is " + state + ", and was confirmed to its guest");
      }
    } else if (state == State.EXPIRED
        && promise.heldUntil() != null
        && now.isBefore(promise.heldUntil())) {
      findings.add(
          Breach.GIVEN_UP, id + " is " + state + ", and was promised until " + promise.heldUntil());
    }
  }

  /** The wish has a key and a guest of its own: a second id or a second row is a second booking. */
  private void once(VisitRecord visit, Map<String, Promise> promises, List<StoredBooking> made) {
    long ids =
        java.util.stream.Stream.concat(
                promises.keySet().stream(), made.stream().map(StoredBooking::id))
            .distinct()
            .count();
    boolean lost = promises.keySet().stream().anyMatch(id -> !byId.containsKey(id));
    if (promises.size() > 1 || made.size() > 1 || (ids > 1 && !lost)) {
      findings.add(
          Breach.KEY_TWICE,
          "%s: promised %s, stored %s"
              .formatted(
                  visit.wish().key(history.run()),
                  promises.keySet(),
                  made.stream().map(StoredBooking::id).toList()));
    }
  }

  private void asAsked(VisitRecord visit, StoredBooking booking, @Nullable Promise promise) {
    Wish wish = visit.wish();
    if (promise == null && !visit.mayHave(Kind.BOOK)) {
      findings.add(Breach.UNASKED, booking.id() + " of " + described(wish) + ", which was refused");
      return;
    }
    boolean same =
        booking.room().equals(wish.room())
            && booking.from().equals(wish.from())
            && booking.to().equals(wish.to())
            && booking.price().equals(promise == null ? wish.price() : promise.price());
    if (!same) {
      findings.add(
          Breach.ALTERED,
          "%s is %s %s to %s for %s (expected: %s)"
              .formatted(
                  booking.id(),
                  booking.room(),
                  booking.from(),
                  booking.to(),
                  booking.price(),
                  described(wish)));
    }
  }

  /** Guests that bear this run's mark, and whom it never had. */
  private void strangers() {
    String mark = history.run() + "-";
    var known = new java.util.HashSet<String>();
    visits.forEach(visit -> known.add(visit.wish().email(history.run())));
    for (StoredBooking booking : stored) {
      if (booking.email().startsWith(mark) && !known.contains(booking.email())) {
        findings.add(Breach.UNASKED, booking.id() + " of " + booking.email());
      }
    }
  }

  /** In the order of room and arrival, each must begin no earlier than all before it have ended. */
  private void overlaps() {
    var taken =
        stored.stream()
            .filter(booking -> booking.state().takesRoom())
            .sorted(Comparator.comparing(StoredBooking::room).thenComparing(StoredBooking::from))
            .toList();
    StoredBooking longest = null;
    for (StoredBooking booking : taken) {
      if (longest != null && booking.overlaps(longest)) {
        findings.add(
            Breach.ROOM_TWICE,
            "%s and %s in %s".formatted(longest.id(), booking.id(), booking.room()));
      }
      if (longest == null
          || !booking.room().equals(longest.room())
          || booking.to().isAfter(longest.to())) {
        longest = booking;
      }
    }
  }

  private static String described(Wish wish) {
    return "%s %s to %s for %s".formatted(wish.room(), wish.from(), wish.to(), wish.price());
  }
}
