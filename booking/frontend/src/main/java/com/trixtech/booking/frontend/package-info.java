/**
 * The reference application's frontend: one process that serves pages to guests.
 *
 * <p>In: the environment ({@link com.trixtech.booking.frontend.Config}), HTTP requests, SIGTERM.
 * Out: HTML, and one log line for each event. Wired by hand, because start-up time bounds every
 * time to heal. The parts: {@code stay} (what the pages talk about), {@code backend} (whom they
 * ask), {@code web} (what an answer is), {@code pages} (what guests see). None of the parts knows
 * this package.
 */
@NullMarked
package com.trixtech.booking.frontend;

import org.jspecify.annotations.NullMarked;
