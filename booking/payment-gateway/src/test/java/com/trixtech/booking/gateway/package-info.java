/**
 * Tests of the gateway over real HTTP, on a real store, and with real kills. In: requests and
 * faults. Out: what a caller then sees, and what is in the ledger.
 */
@NullMarked
package com.trixtech.booking.gateway;

import org.jspecify.annotations.NullMarked;
