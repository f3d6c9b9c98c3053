package com.trixtech.booking.load.ledger;

import java.util.List;

/** Both books, as they were read. Immutable. */
public record Books(List<StoredBooking> bookings, List<ProviderEntry> entries) {
  public Books {
    bookings = List.copyOf(bookings);
    entries = List.copyOf(entries);
  }

  /** Whether no payment and no refund is open. */
  public boolean settled() {
    return bookings.stream().noneMatch(b -> b.payment().open());
  }
}
