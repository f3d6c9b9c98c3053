/**
 * What a drill runs against: the drilled system, its traffic, and time. Ports, so that a drill can
 * be tried in virtual time, with the adapters to the control API and to the load generator.
 *
 * <p>In: faults, releases, pauses. Out: what the control API says, unchanged.
 */
@NullMarked
package com.trixtech.selfheal.drill.system;

import org.jspecify.annotations.NullMarked;
