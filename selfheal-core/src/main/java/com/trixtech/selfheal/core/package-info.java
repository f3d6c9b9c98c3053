/**
 * The loop: {@code signals -> health -> diagnosis -> plan -> guard -> act -> verify -> journal}.
 *
 * <p>Each step is a package with the step's name; it knows {@code model} and the step before it.
 * Only this package sees them all: {@link com.trixtech.selfheal.core.HealingLoop} passes facts from
 * step to step, and writes down what each returned. Pure Java: no I/O, no threads, no wall clock,
 * no randomness.
 */
@NullMarked
package com.trixtech.selfheal.core;

import org.jspecify.annotations.NullMarked;
