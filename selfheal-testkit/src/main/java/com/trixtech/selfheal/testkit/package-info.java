/**
 * What every implementation of a port must pass, and fakes that pass it too.
 *
 * <p>In: a subject and a small world, from a subclass in the implementation's own tests. Out: proof
 * that a policy means the same on a laptop, in the simulator and on a cluster.
 *
 * <p>This module needs the core to compile, so the core's own tests cannot use it: Maven would see
 * a cycle. Tests of the whole loop that need these fakes live in this module's {@code src/test}.
 */
@NullMarked
package com.trixtech.selfheal.testkit;

import org.jspecify.annotations.NullMarked;
