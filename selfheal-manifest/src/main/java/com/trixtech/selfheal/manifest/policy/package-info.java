/**
 * HealPolicy (selfheal.trixtech.com/v1alpha1) as records.
 *
 * <p>Each component carries a {@link com.trixtech.selfheal.manifest.policy.Field}: its meaning,
 * default, bounds and rounding. The reader applies these defaults and bounds and the generated docs
 * print them, so they cannot differ.
 */
@NullMarked
package com.trixtech.selfheal.manifest.policy;

import org.jspecify.annotations.NullMarked;
