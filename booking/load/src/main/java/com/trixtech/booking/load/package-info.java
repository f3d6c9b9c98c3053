/**
 * Traffic and truth. In: a {@link com.trixtech.booking.load.LoadPlan}. Out: a {@link
 * com.trixtech.booking.load.LoadReport} of what guests met with, and a {@link
 * com.trixtech.booking.load.ledger.LedgerReport} of what became of all that was acknowledged to
 * them. Nothing is left out: harm done to guests must be visible. What they try again they try
 * openly, and each try counts.
 */
@NullMarked
package com.trixtech.booking.load;

import org.jspecify.annotations.NullMarked;
