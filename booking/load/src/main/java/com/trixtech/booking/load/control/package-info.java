/**
 * Guests who are steered while they come: from within the same process, or over HTTP from another
 * one, as a drill on a cluster does.
 *
 * <p>In: a {@link com.trixtech.booking.load.LoadPlan} and rates. Out: counts, the reports of the
 * run and of the ledger's check, the same records on both ways.
 */
@NullMarked
package com.trixtech.booking.load.control;

import org.jspecify.annotations.NullMarked;
