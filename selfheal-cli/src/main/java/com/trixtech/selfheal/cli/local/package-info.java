/**
 * The composition of a healer on one machine: the only place that sees the loop, the local runtime
 * and the control API together.
 *
 * <p>In: the arguments of the healer process. Out: a {@link
 * com.trixtech.selfheal.cli.healer.HealerSystem}. It decides nothing: the loop does.
 */
@NullMarked
package com.trixtech.selfheal.cli.local;

import org.jspecify.annotations.NullMarked;
