/**
 * The healer's own process: from {@code up} to {@code down}.
 *
 * <p>In: a state directory, manifests and an images map. Out: a running healer with its control
 * API, and the progress of its start as lines of JSON that {@code up} shows. What the healer
 * consists of is a {@link com.trixtech.selfheal.cli.healer.Composition}'s business; here is only
 * the order of starting and stopping, and that nothing is left behind.
 */
@NullMarked
package com.trixtech.selfheal.cli.healer;

import org.jspecify.annotations.NullMarked;
