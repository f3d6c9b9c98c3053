/**
 * What an HTTP answer of the frontend is. In: a template and its view, a form, a request. Out:
 * bytes and headers on Helidon's response. Handlers return a {@link
 * com.trixtech.booking.http.Answer} and never touch the response, so there is one place that sends,
 * and none can forget the headers that protect it ({@link
 * com.trixtech.booking.frontend.web.Protection}).
 */
@NullMarked
package com.trixtech.booking.frontend.web;

import org.jspecify.annotations.NullMarked;
