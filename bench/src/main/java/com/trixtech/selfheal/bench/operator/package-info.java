/**
 * How fast the operator acts in a large cluster, how much heap it needs there, and what it asks of
 * the API server.
 *
 * <p>In: a real API server with made-up workloads, and the operator as a process of its own. Out: a
 * table. {@code bench/operator/run.sh} runs it.
 */
@NullMarked
package com.trixtech.selfheal.bench.operator;

import org.jspecify.annotations.NullMarked;
