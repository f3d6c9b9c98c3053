/**
 * The step that picks the cure: ladders of remedies, each rung with its precondition and its
 * expected effect.
 *
 * <p>In: a diagnosis and how far the treatment has come. Out: one {@link
 * com.trixtech.selfheal.core.plan.Plan}: the next remedy, or escalation. It never says whether now
 * is the time; {@code guard} is next.
 */
@NullMarked
package com.trixtech.selfheal.core.plan;

import org.jspecify.annotations.NullMarked;
