package com.trixtech.booking.load.ledger;

import com.trixtech.booking.load.history.Money;
import org.jspecify.annotations.Nullable;

/**
 * A line of the provider's ledger; keys that were cancelled moved no money and are left out.
 * Immutable.
 *
 * @param key of the charge, or of the refund
 * @param charge the key of the charge that a refund gives back; null but for a refund
 * @param reference the booking's id, as the backend gave it; empty where a refund names none
 */
public record ProviderEntry(
    long seq, Kind kind, String key, @Nullable String charge, String reference, Money amount) {

  /** What happened. */
  public enum Kind {
    CHARGE,
    DECLINE,
    REFUND
  }
}
