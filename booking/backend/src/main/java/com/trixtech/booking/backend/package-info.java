/**
 * The reference application's backend: one process that serves bookings.
 *
 * <p>In: the environment ({@link com.trixtech.booking.backend.Config}), HTTP requests, SIGTERM.
 * Out: JSON answers, and one log line for each event. Wired by hand, because start-up time bounds
 * every time to heal. The parts: {@code http} (what an answer is), {@code database} (pool, schema,
 * watch), {@code bookings} (the business), {@code health} (what the probes ask). None of the parts
 * knows this package.
 */
@NullMarked
package com.trixtech.booking.backend;

import org.jspecify.annotations.NullMarked;
