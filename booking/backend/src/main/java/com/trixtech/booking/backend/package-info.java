/**
 * The reference application's backend: one process that serves bookings.
 *
 * <p>In: the environment ({@link com.trixtech.booking.backend.Config}), HTTP requests, SIGTERM.
 * Out: JSON answers, and one log line for each event. Wired by hand, because start-up time bounds
 * every time to heal. The parts: {@code http} (what an answer is), {@code database} (schema and
 * transactions), {@code idempotency}, {@code rooms}, {@code bookings} and {@code payments} (the
 * business). None of the parts knows this package. Pool, health, breaker and front door are the
 * shield's.
 */
@NullMarked
package com.trixtech.booking.backend;

import org.jspecify.annotations.NullMarked;
