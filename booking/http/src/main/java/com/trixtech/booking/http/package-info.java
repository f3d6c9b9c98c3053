/**
 * How every process of the booking system serves HTTP: whole answers ({@link
 * com.trixtech.booking.http.Answer}), marked, counted and timed ({@link
 * com.trixtech.booking.http.Serving}), and the numbers of the process ({@link
 * com.trixtech.booking.http.ProcessMetrics}). Nothing of rooms, money or pages.
 */
@NullMarked
package com.trixtech.booking.http;

import org.jspecify.annotations.NullMarked;
