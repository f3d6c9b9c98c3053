package com.trixtech.booking.gateway.charges;

import com.trixtech.booking.gateway.charges.Charge.State;
import com.trixtech.booking.gateway.charges.LedgerLine.Kind;
import com.trixtech.booking.gateway.charges.Outcome.Known;
import com.trixtech.booking.gateway.charges.Outcome.Made;
import com.trixtech.booking.gateway.charges.Outcome.Refusal;
import com.trixtech.booking.gateway.charges.Outcome.Refused;
import com.trixtech.booking.gateway.store.Store;
import com.trixtech.booking.gateway.store.StoreFailed;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Charges and refunds under their keys. Thread-safe: all writes run one after another, so what one
 * reads about its key is still true when it writes. Returns when it is on the disk.
 */
public final class Books {
  private final Store store;
  private final InstantSource clock;
  private final byte[] secret;

  public Books(Store store, InstantSource clock) throws StoreFailed {
    this.store = store;
    this.clock = clock;
    this.secret = store.read(connection -> new Rows(connection).secret());
  }

  /** The secret that a card's print is made with; the same for the life of the store. */
  byte[] secret() {
    return secret;
  }

  Outcome<Charge> charge(String key, ChargeWish wish, Optional<String> declined)
      throws StoreFailed, InterruptedException {
    return store.write(connection -> {
      var rows = new Rows(connection);
      Optional<Charge> there = rows.charge(key);
      if (there.isPresent()) {
        return again(there.get(), wish);
      }
      var charge =
          new Charge(
              key,
              declined.isPresent() ? State.DECLINED : State.SUCCEEDED,
              Optional.of(wish),
              declined,
              0,
              now());
      rows.insert(charge);
      rows.line(
          declined.isPresent() ? Kind.DECLINE : Kind.CHARGE,
          key,
          Optional.empty(),
          Optional.of(wish.reference()),
          Optional.of(wish.amount()),
          charge.createdAt());
      return new Made<>(charge);
    });
  }

  private static Outcome<Charge> again(Charge there, ChargeWish wish) {
    return switch (there.state()) {
      case CANCELLED -> new Refused<>(Refusal.KEY_CANCELLED);
      case SUCCEEDED, DECLINED ->
          there.wish().equals(Optional.of(wish))
              ? new Known<>(there)
              : new Refused<>(Refusal.KEY_REUSED);
    };
  }

  /** What is under the key afterwards; for a key that was never seen that is Cancelled for ever. */
  Charge cancel(String key) throws StoreFailed, InterruptedException {
    return store.write(connection -> {
      var rows = new Rows(connection);
      Optional<Charge> there = rows.charge(key);
      if (there.isPresent()) {
        return there.get();
      }
      var charge = new Charge(key, State.CANCELLED, Optional.empty(), Optional.empty(), 0, now());
      rows.insert(charge);
      rows.line(
          Kind.CANCEL,
          key,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          charge.createdAt());
      return charge;
    });
  }

  Outcome<Refund> refund(String key, String of, Money amount)
      throws StoreFailed, InterruptedException {
    return store.write(connection -> {
      var rows = new Rows(connection);
      Optional<Refund> there = rows.refund(key);
      if (there.isPresent()) {
        boolean same = there.get().charge().equals(of) && there.get().amount().equals(amount);
        return same ? new Known<>(there.get()) : new Refused<>(Refusal.KEY_REUSED);
      }
      Optional<Charge> charge = rows.charge(of);
      if (charge.isEmpty()) {
        return new Refused<>(Refusal.NO_SUCH_CHARGE);
      }
      if (!charge.get().canRefund(amount)) {
        return new Refused<>(Refusal.MORE_THAN_CHARGED);
      }
      var refund = new Refund(key, of, amount, now());
      rows.insert(refund);
      rows.line(
          Kind.REFUND,
          key,
          Optional.of(of),
          charge.get().wish().map(ChargeWish::reference),
          Optional.of(amount),
          refund.createdAt());
      return new Made<>(refund);
    });
  }

  Optional<Charge> charge(String key) throws StoreFailed {
    return store.read(connection -> new Rows(connection).charge(key));
  }

  Optional<Refund> refund(String key) throws StoreFailed {
    return store.read(connection -> new Rows(connection).refund(key));
  }

  /** What happened after the line with this number, oldest first. */
  List<LedgerLine> ledger(long after, int limit) throws StoreFailed {
    return store.read(connection -> new Rows(connection).ledger(after, limit));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
