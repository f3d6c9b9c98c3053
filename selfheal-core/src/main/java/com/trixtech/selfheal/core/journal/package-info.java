/**
 * What happened, in the order in which it happened: the only memory of the loop.
 *
 * <p>In: what each step returned; the loop writes it down, an intent before its act and the outcome
 * after it. Out: {@link com.trixtech.selfheal.core.journal.Incident}s, whose state is the replay of
 * their entries and nothing else.
 */
@NullMarked
package com.trixtech.selfheal.core.journal;

import org.jspecify.annotations.NullMarked;
