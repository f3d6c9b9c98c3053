/**
 * The words that every step of the loop shares: what is healed, how it is, why it ails, what may be
 * done about it and under which policy.
 *
 * <p>Facts only: records, enums and sealed interfaces, immutable and thread-safe. Nothing here
 * decides anything, and nothing here imports another package of the project.
 */
@NullMarked
package com.trixtech.selfheal.core.model;

import org.jspecify.annotations.NullMarked;
