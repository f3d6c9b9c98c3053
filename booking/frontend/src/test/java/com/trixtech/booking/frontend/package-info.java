/** Tests of the frontend: over HTTP, against a backend made here, and in a real browser. */
@NullMarked
package com.trixtech.booking.frontend;

import org.jspecify.annotations.NullMarked;
