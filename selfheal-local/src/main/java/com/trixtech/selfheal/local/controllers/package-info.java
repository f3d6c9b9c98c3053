/**
 * The controllers' part: which instances there should be, what may be disrupted, and who serves.
 *
 * <p>In: the applied objects and the instances of {@code node}. Out: orders to {@code node} to make
 * and end instances, and the routes of all Services. The arithmetic (rolling update, StatefulSet
 * order, disruption budget, routes) is pure; only {@link
 * com.trixtech.selfheal.local.controllers.Cluster} has state.
 */
@NullMarked
package com.trixtech.selfheal.local.controllers;

import org.jspecify.annotations.NullMarked;
