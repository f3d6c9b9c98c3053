/**
 * Tests of the backend on a real PostgreSQL and over real HTTP. In: faults. Out: what a caller then
 * sees.
 */
@NullMarked
package com.trixtech.booking.backend;

import org.jspecify.annotations.NullMarked;
