/**
 * The shield in a Spring Boot application. In: properties under {@code selfheal.shield}, and beans
 * of {@link com.trixtech.selfheal.shield.spring.ShieldCustomizer} and {@link
 * com.trixtech.selfheal.shield.spring.HealthCustomizer} for what properties cannot say. Out: a
 * {@link com.trixtech.selfheal.shield.Shield} for each call that is named there, health and metrics
 * endpoints on the main port. A property that makes no sense, or that nobody knows, stops the
 * start.
 */
@NullMarked
package com.trixtech.selfheal.shield.spring;

import org.jspecify.annotations.NullMarked;
