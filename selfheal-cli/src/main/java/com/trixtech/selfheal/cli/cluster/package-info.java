/**
 * The same commands on a cluster: one more control plane, and no new port.
 *
 * <p>In: HealPolicies, Remediations, workloads and pods, read with the rights of whoever runs the
 * command; annotations of HealPolicies, written with them. Out: the records of {@link
 * com.trixtech.selfheal.server.api}, so that texts and JSON are the same as on one machine. It
 * works where the operator is down, and says that it is. Nothing of Kubernetes is loaded before a
 * command asks a cluster.
 */
@NullMarked
package com.trixtech.selfheal.cli.cluster;

import org.jspecify.annotations.NullMarked;
