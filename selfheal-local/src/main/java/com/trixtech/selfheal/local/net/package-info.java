/**
 * The addresses of one machine's run: which part of 127.0.0.0/8 is ours, and who has which address.
 *
 * <p>In: a state directory, and the names of services and instances. Out: loopback addresses that
 * no other run on this machine uses. Linux only: elsewhere only 127.0.0.1 exists without being set
 * up.
 */
@NullMarked
package com.trixtech.selfheal.local.net;

import org.jspecify.annotations.NullMarked;
