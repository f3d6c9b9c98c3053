@NullMarked
package com.trixtech.booking.load.guest;

import org.jspecify.annotations.NullMarked;
