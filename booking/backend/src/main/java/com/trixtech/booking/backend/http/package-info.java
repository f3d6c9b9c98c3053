/**
 * What an HTTP answer of the backend is. In: a status, a JSON document, headers. Out: bytes on
 * Helidon's response. Handlers return an {@link com.trixtech.booking.backend.http.Answer} and never
 * touch the response, so there is one place that sends.
 */
@NullMarked
package com.trixtech.booking.backend.http;

import org.jspecify.annotations.NullMarked;
