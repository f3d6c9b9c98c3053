/**
 * What a drill is: a fault with an end, what the healer must diagnose, do and never do, a time
 * bound, and what proves it.
 *
 * <p>Facts only, immutable and thread-safe. The catalogue fills them in, {@code run} carries them
 * out on the running system, {@code evidence} holds what was seen and judges it, {@code report}
 * writes it down.
 */
@NullMarked
package com.trixtech.selfheal.drill;

import org.jspecify.annotations.NullMarked;
