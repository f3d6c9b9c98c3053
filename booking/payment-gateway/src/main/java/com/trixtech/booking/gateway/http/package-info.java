/** How the gateway reads input, and refuses what is none. */
@NullMarked
package com.trixtech.booking.gateway.http;

import org.jspecify.annotations.NullMarked;
