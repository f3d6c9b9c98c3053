/**
 * What the probes ask. In: the database watch's state, the process's own pulse, whether it is
 * leaving. Out: 200 or 503, each with a sentence that says why, and ages. Liveness asks nothing
 * outside the process: if it asked the database, an outage of the database would restart every
 * backend.
 */
@NullMarked
package com.trixtech.booking.backend.health;

import org.jspecify.annotations.NullMarked;
