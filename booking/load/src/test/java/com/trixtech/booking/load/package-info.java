/**
 * Tests of the traffic and of the ledger check, on a system in memory that speaks the contract. In:
 * trouble and spoilt books. Out: what guests met with, and the findings.
 */
@NullMarked
package com.trixtech.booking.load;

import org.jspecify.annotations.NullMarked;
