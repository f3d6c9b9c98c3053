/**
 * The step that changes the world: one act at a time, each with an idempotency key.
 *
 * <p>In: a remedy that the guard admitted. Out: an {@link com.trixtech.selfheal.core.act.Outcome},
 * which says what the platform answered and nothing about whether it helped; {@code verify} is
 * next.
 */
@NullMarked
package com.trixtech.selfheal.core.act;

import org.jspecify.annotations.NullMarked;
