/**
 * The one arbiter: every mutation passes it, with one ledger and one budget.
 *
 * <p>In: a planned remedy and what serves now. Out: a {@link
 * com.trixtech.selfheal.core.guard.Verdict} with its reason and its numbers. It never acts; {@code
 * act} is next.
 */
@NullMarked
package com.trixtech.selfheal.core.guard;

import org.jspecify.annotations.NullMarked;
