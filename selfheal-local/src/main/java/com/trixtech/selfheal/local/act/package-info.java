/**
 * The loop's step that changes the world, on one machine.
 *
 * <p>In: an act with its key. Out: an outcome, both on the disk: the key before anything is done,
 * the outcome after. A key without an outcome is settled after a crash by the mark that the act
 * left on its target.
 */
@NullMarked
package com.trixtech.selfheal.local.act;

import org.jspecify.annotations.NullMarked;
