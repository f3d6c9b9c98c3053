/**
 * Gauges and counters of breakers, limits, budgets and health checks, for Micrometer. Reading them
 * costs a few loads and asks nobody: no check runs because of a scrape. Needs Micrometer.
 */
@NullMarked
package com.trixtech.selfheal.shield.metrics;

import org.jspecify.annotations.NullMarked;
