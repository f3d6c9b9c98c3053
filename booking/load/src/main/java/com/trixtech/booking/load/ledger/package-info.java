/**
 * Proves that the books agree. In: a run's {@link com.trixtech.booking.load.history.History}, the
 * backend's bookings and the provider's ledger. Out: a {@link
 * com.trixtech.booking.load.ledger.LedgerReport}.
 *
 * <p>The comparison is pure; reading waits, for a bounded time, until no payment is open. Books
 * that cannot be read are an error, never an empty page: no data is not proof.
 */
@NullMarked
package com.trixtech.booking.load.ledger;

import org.jspecify.annotations.NullMarked;
