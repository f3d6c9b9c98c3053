/**
 * The single-machine runtime: Kubernetes manifests as real processes.
 *
 * <p>In: manifests, an images map and a state directory. Out: processes that serve on loopback
 * addresses of their own, and the ports of the core ({@code SignalSource}, {@code Actuator}) to
 * heal them. Instances outlive the runtime; the next one adopts them. {@link
 * com.trixtech.selfheal.local.LocalRuntime} is the way in.
 */
@NullMarked
package com.trixtech.selfheal.local;

import org.jspecify.annotations.NullMarked;
