/**
 * What goes over the wire between the proxy process and whoever configures it: plain records and
 * their one JSON mapper.
 *
 * <p>In: {@link com.trixtech.selfheal.proxy.wire.Routes}, the whole truth of who serves what, and
 * ejection orders. Out: {@link com.trixtech.selfheal.proxy.wire.ProxyStats} and the ready file. No
 * Vert.x type appears here, so that a client needs this package and Jackson only.
 */
@NullMarked
package com.trixtech.selfheal.proxy.wire;

import org.jspecify.annotations.NullMarked;
