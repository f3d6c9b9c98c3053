/** How the backend reads input, and what it answers to input that is none or names nothing. */
@NullMarked
package com.trixtech.booking.backend.http;

import org.jspecify.annotations.NullMarked;
