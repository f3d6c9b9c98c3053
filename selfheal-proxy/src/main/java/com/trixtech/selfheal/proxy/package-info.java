/**
 * The data path of one machine: an own process that stands for kube-proxy and the mesh's sidecar.
 *
 * <p>In: {@link com.trixtech.selfheal.proxy.wire.Routes} from its file and from {@code PUT
 * /routes}. Out: the services' addresses, balanced over their endpoints, with limits, safe retries
 * and ejections; and counters. It needs nobody to keep serving: the file is all it knows, so a
 * healer that dies changes nothing here.
 *
 * <p>Each service lives on exactly one event loop ({@link com.trixtech.selfheal.proxy.Loop}); all
 * its state is plain fields that only this loop touches. No lock, no atomic, no hop between threads
 * for a request.
 */
@NullMarked
package com.trixtech.selfheal.proxy;

import org.jspecify.annotations.NullMarked;
