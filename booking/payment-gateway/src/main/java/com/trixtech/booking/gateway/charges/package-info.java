/**
 * The provider's business: charges, cancellations, refunds, and the ledger of all three. In:
 * requests under keys that the caller chose. Out: what is stored under that key, the same for ever.
 */
@NullMarked
package com.trixtech.booking.gateway.charges;

import org.jspecify.annotations.NullMarked;
