/**
 * The loop's words as the control API's records, wherever the loop runs.
 *
 * <p>In: incidents as the core replays them. Out: records of {@link
 * com.trixtech.selfheal.server.api}. Pure and thread-safe.
 */
@NullMarked
package com.trixtech.selfheal.cli.views;

import org.jspecify.annotations.NullMarked;
