/**
 * What the probes ask. In: the process's own state. Out: 200 or 503, each with a sentence that says
 * why. Liveness asks nothing outside the process, and no fault of a drill shows here: a
 * provider that misbehaves is not one that its platform should restart.
 */
@NullMarked
package com.trixtech.booking.gateway.health;

import org.jspecify.annotations.NullMarked;
