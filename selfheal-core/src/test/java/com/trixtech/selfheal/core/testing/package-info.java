/**
 * Hand-written fakes for the core's own tests: a clock that moves when told, a journal in memory, a
 * small world with a platform, and builders for facts and policies.
 *
 * <p>In: what a test declares. Out: the three ports. Nothing here sleeps, and nothing is random.
 */
@NullMarked
package com.trixtech.selfheal.core.testing;

import org.jspecify.annotations.NullMarked;
