/**
 * What is between a request and the business: a queue before a number of servers, and the faults
 * that a drill switches on. In: a request and its work. Out: the work's answer, late, or none.
 */
@NullMarked
package com.trixtech.booking.gateway.provider;

import org.jspecify.annotations.NullMarked;
