/**
 * What a drill does to a cluster: faults as pods on the victim's node, releases as patches of a
 * Deployment, guests as a pod, and the lease that keeps two people from drilling one namespace.
 *
 * <p>In: a client with the rights of whoever runs the drill. Out: the drill module's ports. All
 * that is made here carries a label, so that it is found and taken back by another process, too.
 */
@NullMarked
package com.trixtech.selfheal.cli.cluster.drill;

import org.jspecify.annotations.NullMarked;
