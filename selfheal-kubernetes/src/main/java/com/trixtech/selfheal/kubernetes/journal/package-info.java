/**
 * The loop's last step on a cluster: what was known, meant and done, kept in Remediation resources.
 *
 * <p>In: entries of the loop. Out: the same, in order, and what they say of an act, after whatever
 * happened to the operator. An incident's entries are in a Remediation of its own, beside its
 * workload; what belongs to no incident is in the operator's own namespace.
 */
@NullMarked
package com.trixtech.selfheal.kubernetes.journal;

import org.jspecify.annotations.NullMarked;
