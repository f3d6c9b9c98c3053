/**
 * Tests of the traffic and of the ledger check, on the real backend and a real PostgreSQL. In:
 * damage. Out: the findings.
 */
@NullMarked
package com.trixtech.booking.load;

import org.jspecify.annotations.NullMarked;
