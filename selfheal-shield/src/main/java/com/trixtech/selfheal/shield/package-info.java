/**
 * For applications: protect a call, say how you are, survive a failover of the database. {@link
 * com.trixtech.selfheal.shield.Shield} is the entry for calls; it composes, outermost first, {@code
 * deadline > retry > breaker > limit > call}. The packages beside it can be used alone: {@code
 * breaker}, {@code retry}, {@code limit} and {@code deadline} know nothing of each other but the
 * deadline's clock, {@code health} and {@code pool} nothing of calls. No framework, and nothing of
 * the healer's.
 */
@NullMarked
package com.trixtech.selfheal.shield;

import org.jspecify.annotations.NullMarked;
