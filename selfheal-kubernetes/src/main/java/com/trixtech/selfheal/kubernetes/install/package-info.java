/**
 * What is applied to a cluster: the custom resource definitions, generated from the types, and the
 * operator's own manifests, of which {@code deploy/operator/base} is the one source.
 */
@NullMarked
package com.trixtech.selfheal.kubernetes.install;

import org.jspecify.annotations.NullMarked;
