/** What is read and refused, word for word. */
@NullMarked
package com.trixtech.booking.process;

import org.jspecify.annotations.NullMarked;
