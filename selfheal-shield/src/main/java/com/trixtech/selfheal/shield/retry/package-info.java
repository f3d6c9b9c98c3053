/**
 * Retries, bounded. {@link com.trixtech.selfheal.shield.retry.RetryBudget} bounds them for the
 * whole process, {@link com.trixtech.selfheal.shield.retry.RetryPolicy} says which failures of one
 * call are worth another attempt, and after what pause.
 */
@NullMarked
package com.trixtech.selfheal.shield.retry;

import org.jspecify.annotations.NullMarked;
