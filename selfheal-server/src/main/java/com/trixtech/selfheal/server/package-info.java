/**
 * The healer's control API: how another process on this machine asks it and tells it something.
 *
 * <p>In: requests over HTTP on a loopback address, each with the bearer token of {@code
 * STATE/control.json}. Out: the records of {@link com.trixtech.selfheal.server.api} as JSON, or a
 * {@link com.trixtech.selfheal.server.api.Problem}. Nothing here decides anything: {@link
 * com.trixtech.selfheal.server.ControlPlane} is implemented by whoever puts the healer together.
 */
@NullMarked
package com.trixtech.selfheal.server;

import org.jspecify.annotations.NullMarked;
