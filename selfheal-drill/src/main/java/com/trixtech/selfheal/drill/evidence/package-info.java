/**
 * What was seen of a drill, what it measures, and the judgement over it.
 *
 * <p>In: samples of the control API, the clients' books, the drill. Out: findings, measures and a
 * verdict of three values. Pure and immutable: the same evidence is always judged the same.
 */
@NullMarked
package com.trixtech.selfheal.drill.evidence;

import org.jspecify.annotations.NullMarked;
