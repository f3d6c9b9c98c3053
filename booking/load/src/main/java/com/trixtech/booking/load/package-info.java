/**
 * Traffic and truth. In: a {@link com.trixtech.booking.load.LoadPlan}. Out: a {@link
 * com.trixtech.booking.load.LoadReport} of what clients suffered, and a {@link
 * com.trixtech.booking.load.LedgerReport} of what became of every booking that was acknowledged to
 * them. Nothing is retried and nothing is left out: harm done to clients must be visible.
 */
@NullMarked
package com.trixtech.booking.load;

import org.jspecify.annotations.NullMarked;
