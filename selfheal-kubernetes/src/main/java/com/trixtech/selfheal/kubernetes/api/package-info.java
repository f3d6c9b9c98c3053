/**
 * The custom resources: HealPolicy, which people write, and Remediation, which the operator writes.
 *
 * <p>Every component carries a {@link com.trixtech.selfheal.manifest.policy.Field}; the custom
 * resource definitions of {@code deploy/operator/crds} are generated from them.
 */
@NullMarked
package com.trixtech.selfheal.kubernetes.api;

import org.jspecify.annotations.NullMarked;
