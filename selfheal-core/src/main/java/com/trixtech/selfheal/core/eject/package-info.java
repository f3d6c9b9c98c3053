/**
 * Passive outlier detection: which endpoints of a service are out of rotation, and until when.
 *
 * <p>In: the result of each try against an endpoint, and the orders of an operator, each with its
 * time. Out: may this endpoint be used now. The rules are Envoy's, as an Istio DestinationRule
 * names them. No I/O, no clock, no threads, no randomness: the data path and the simulator run this
 * same code, so a policy that was proven in one holds in the other.
 */
@NullMarked
package com.trixtech.selfheal.core.eject;

import org.jspecify.annotations.NullMarked;
