/**
 * The guests. In: when they arrive, and what kind of visit each makes. Out: requests over HTTP,
 * their outcome in words that the report counts, and every write in the history.
 *
 * <p>All of a run's guests live on one event loop: no thread waits for an answer, and nothing is
 * tried again but what a guest tries again.
 */
@NullMarked
package com.trixtech.booking.load.guest;

import org.jspecify.annotations.NullMarked;
