/**
 * The step that proves: did it help?
 *
 * <p>In: an act that was done and the health that followed. Out: a {@link
 * com.trixtech.selfheal.core.verify.Verification} of three values. Missing proof is Inconclusive,
 * and Inconclusive is not success.
 */
@NullMarked
package com.trixtech.selfheal.core.verify;

import org.jspecify.annotations.NullMarked;
