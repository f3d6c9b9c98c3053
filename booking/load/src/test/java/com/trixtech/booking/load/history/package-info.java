@NullMarked
package com.trixtech.booking.load.history;

import org.jspecify.annotations.NullMarked;
