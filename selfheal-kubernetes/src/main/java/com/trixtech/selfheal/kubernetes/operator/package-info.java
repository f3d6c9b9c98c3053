/**
 * The operator's process: one leader whose one thread runs the loop, and what people see of it.
 *
 * <p>In: the cluster's watches and its HealPolicies. Out: the loop's acts, and the status of
 * policies and Remediations, Events, health and metrics. Only this package sees all steps together.
 */
@NullMarked
package com.trixtech.selfheal.kubernetes.operator;

import org.jspecify.annotations.NullMarked;
