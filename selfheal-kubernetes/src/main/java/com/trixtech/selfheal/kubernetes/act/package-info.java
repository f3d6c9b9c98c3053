/**
 * The loop's step that changes the world, on a cluster: one gateway for every mutation.
 *
 * <p>In: an act with its key. Out: an outcome. The key is durable before anything is asked of the
 * API server, each request names the object's uid or version that it was meant for, and right
 * before it the lease is read again. Nothing is ever deleted, and nothing forced.
 */
@NullMarked
package com.trixtech.selfheal.kubernetes.act;

import org.jspecify.annotations.NullMarked;
