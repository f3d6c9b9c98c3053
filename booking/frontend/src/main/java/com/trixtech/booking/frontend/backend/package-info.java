/**
 * How the frontend talks to the backend. In: what a guest wants. Out: facts of {@code stay}, or
 * {@link com.trixtech.booking.frontend.backend.BackendAway} with a reason. Every call goes through
 * the shield: one deadline, retries within a budget, a breaker, a limit. Nothing here knows a page.
 */
@NullMarked
package com.trixtech.booking.frontend.backend;

import org.jspecify.annotations.NullMarked;
