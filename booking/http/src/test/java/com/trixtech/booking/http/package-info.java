/** What a client sees of the serving, over real sockets. */
@NullMarked
package com.trixtech.booking.http;

import org.jspecify.annotations.NullMarked;
