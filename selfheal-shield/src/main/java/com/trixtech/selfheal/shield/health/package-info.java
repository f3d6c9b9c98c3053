/**
 * How a process says how it is. Four questions, since each answer has another consequence: live
 * (no: it is restarted), startup (no: it is waited for), ready (no: it gets no requests), health
 * (for people). In: checks, which run in the background at their own pace. Out: {@link
 * com.trixtech.selfheal.shield.health.HealthAnswer}s that are made from memory, so a probe or a
 * scrape never waits for a dependency. Liveness asks nothing outside of the process: if it asked
 * the database, an outage of the database would restart every application.
 */
@NullMarked
package com.trixtech.selfheal.shield.health;

import org.jspecify.annotations.NullMarked;
