/**
 * What every process of the booking system does alike: it reads its configuration from the
 * environment ({@link com.trixtech.booking.process.Environment}) and writes a line for each event
 * ({@link com.trixtech.booking.process.LogLines}). The JDK alone; nothing of rooms, money or HTTP.
 */
@NullMarked
package com.trixtech.booking.process;

import org.jspecify.annotations.NullMarked;
