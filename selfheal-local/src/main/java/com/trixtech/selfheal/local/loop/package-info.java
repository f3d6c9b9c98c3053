/**
 * The one thread that owns all state of the runtime.
 *
 * <p>In: events (a probe's result, a process's end, a timer, a command). Out: nothing but the order
 * in which they are handled. Whatever blocks runs on a virtual thread and comes back as an event,
 * so that no lock is needed anywhere.
 */
@NullMarked
package com.trixtech.selfheal.local.loop;

import org.jspecify.annotations.NullMarked;
