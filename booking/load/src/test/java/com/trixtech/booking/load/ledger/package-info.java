@NullMarked
package com.trixtech.booking.load.ledger;

import org.jspecify.annotations.NullMarked;
