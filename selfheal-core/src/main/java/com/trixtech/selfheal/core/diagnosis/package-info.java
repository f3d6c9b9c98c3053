/**
 * The step that tells cause from symptom: deterministic rules over the declared dependency graph
 * and the comparison of peers.
 *
 * <p>In: the health of all workloads. Out: for each one {@link
 * com.trixtech.selfheal.core.diagnosis.Diagnosis}, with its evidence and the causes that it
 * rejected. It never says what to do; {@code plan} is next.
 */
@NullMarked
package com.trixtech.selfheal.core.diagnosis;

import org.jspecify.annotations.NullMarked;
