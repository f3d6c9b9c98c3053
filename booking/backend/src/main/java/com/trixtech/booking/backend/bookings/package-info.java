/**
 * The business. In: HTTP requests for bookings, and the pool. Out: {@link
 * com.trixtech.booking.backend.http.Answer}s. That no slot is booked twice is the database's
 * promise (an exclusion constraint); that one {@code Idempotency-Key} books at most once is too (a
 * primary key). The code here only asks in the right order.
 */
@NullMarked
package com.trixtech.booking.backend.bookings;

import org.jspecify.annotations.NullMarked;
