/**
 * A simulated payment provider, one process with a store of its own. It stands for a company that
 * is outside: its callers know its HTTP interface and nothing else.
 *
 * <p>In: the environment ({@link com.trixtech.booking.gateway.Config}), HTTP requests, SIGTERM.
 * Out: JSON answers, and one log line for each event. The parts: {@code http} (what an answer is),
 * {@code store} (durable commits), {@code charges} (the business), {@code provider} (capacity and
 * faults), {@code health} (what the probes ask). None of the parts knows this package.
 */
@NullMarked
package com.trixtech.booking.gateway;

import org.jspecify.annotations.NullMarked;
