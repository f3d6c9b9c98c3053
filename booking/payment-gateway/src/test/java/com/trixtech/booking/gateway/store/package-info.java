/** Tests of the store alone. In: work, some of which fails. Out: what is on the disk. */
@NullMarked
package com.trixtech.booking.gateway.store;

import org.jspecify.annotations.NullMarked;
