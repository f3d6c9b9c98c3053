/**
 * The bookings and their states. In: wishes to book, to cancel, to see. Out: {@link
 * com.trixtech.booking.http.Answer}s. That no room is booked twice is the database's promise (an
 * exclusion constraint over room and nights); the code here only asks in the right order: the
 * booking's row is always locked first, and what belongs to it is read after that.
 */
@NullMarked
package com.trixtech.booking.backend.bookings;

import org.jspecify.annotations.NullMarked;
