/**
 * The drills of the reference application, one class each. Out: {@link
 * com.trixtech.selfheal.drill.Drill}s that say all of themselves; nothing in here runs anything.
 * {@code docs/drills.md} is generated from them.
 */
@NullMarked
package com.trixtech.selfheal.drill.catalogue;

import org.jspecify.annotations.NullMarked;
