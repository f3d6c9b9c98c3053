/**
 * What Kubernetes and Istio values mean, as small pure types.
 *
 * <p>In come fabric8's typed objects and plain strings; out go durations, counts, environments,
 * probes and hashes with every default filled in. Nothing here reads a file or a clock, so the
 * local runtime, the linter and the simulator agree on one meaning.
 */
@NullMarked
package com.trixtech.selfheal.manifest.semantics;

import org.jspecify.annotations.NullMarked;
