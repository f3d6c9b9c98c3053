package com.trixtech.booking.load.guest;

import java.net.URI;

/**
 * Guests who come through the pages instead of the API. Immutable.
 *
 * @param frontend where the pages are
 * @param share of the requests, 0 to 1
 * @param meter is called on the event loop, for their requests alone
 */
public record PageVisits(URI frontend, double share, Meter meter) {}
