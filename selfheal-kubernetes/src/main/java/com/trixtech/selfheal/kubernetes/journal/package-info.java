/**
 * The loop's last step on a cluster: what was known, meant and done, kept in Remediation resources.
 *
 * <p>In: entries of the loop, and the gateway's notes about acts. Out: the same, in order, after
 * whatever happened to the operator. An incident's entries are in a Remediation of its own, beside
 * its workload; what belongs to no incident is in the operator's own namespace.
 */
@NullMarked
package com.trixtech.selfheal.kubernetes.journal;

import org.jspecify.annotations.NullMarked;
