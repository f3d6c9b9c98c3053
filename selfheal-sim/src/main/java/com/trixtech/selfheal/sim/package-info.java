/**
 * A seeded world in virtual time that runs the real loop.
 *
 * <p>In: a platform and a seed. Out: a {@link com.trixtech.selfheal.sim.SimReport}: what broke a
 * promise, which interesting states were reached, and the journal. The same seed gives the same
 * run: time is virtual, every chance comes from the seed, one stream for each concern, and nothing
 * here starts a thread or reads a clock but the throughput counter of {@link
 * com.trixtech.selfheal.sim.Simulation#runAll}.
 */
@NullMarked
package com.trixtech.selfheal.sim;

import org.jspecify.annotations.NullMarked;
