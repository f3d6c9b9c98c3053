/** Tests of the control over HTTP. */
@org.jspecify.annotations.NullMarked
package com.trixtech.booking.load.control;
