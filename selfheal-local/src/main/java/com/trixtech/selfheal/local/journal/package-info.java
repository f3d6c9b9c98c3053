/**
 * The journal of one machine: JSON lines in files that people can read with {@code less}.
 *
 * <p>In: entries of the loop, durable before the loop goes on to act. Out: the same entries after
 * any crash, and one sentence for each of them. Nothing here knows what an entry means for the
 * loop.
 */
@NullMarked
package com.trixtech.selfheal.local.journal;

import org.jspecify.annotations.NullMarked;
