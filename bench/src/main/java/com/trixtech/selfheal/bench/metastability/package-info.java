/**
 * What becomes of a system after a fault is gone. A discrete-event simulation in virtual time, in
 * which the real code of the shield runs, and of Resilience4j: {@link
 * com.trixtech.selfheal.bench.metastability.Clients}. Deterministic for a seed.
 */
@NullMarked
package com.trixtech.selfheal.bench.metastability;

import org.jspecify.annotations.NullMarked;
