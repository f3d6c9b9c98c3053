/**
 * What an HTTP answer of the gateway is, and how input is refused. Handlers return an {@link
 * com.trixtech.booking.gateway.http.Answer} and never touch the response.
 */
@NullMarked
package com.trixtech.booking.gateway.http;

import org.jspecify.annotations.NullMarked;
