/**
 * The circuit breaker. In: results of calls. Out: whether a call may be made. It knows no retry, no
 * limit and no transport. {@link com.trixtech.selfheal.shield.breaker.Breaker} is the machine,
 * {@link com.trixtech.selfheal.shield.breaker.Phase} its one immutable state, {@link
 * com.trixtech.selfheal.shield.breaker.CallWindow} the count behind the guard against opening for a
 * few unlucky calls in a row.
 */
@NullMarked
package com.trixtech.selfheal.shield.breaker;

import org.jspecify.annotations.NullMarked;
