/**
 * Money. In: a guest's card, a cancellation, the provider's answers. Out: payments that end as
 * charged, surely not charged, or paid back; never twice, and never forgotten.
 *
 * <p>An intent is stored before the provider hears of it, under the key that the provider gets.
 * What became of a call that was not answered is <em>unknown</em>, and is found out by asking for
 * that key, never by charging again under another. Card numbers are not stored, so nothing here
 * begins a charge later: an intent that the provider has not seen is cancelled there.
 */
@NullMarked
package com.trixtech.booking.backend.payments;

import org.jspecify.annotations.NullMarked;
