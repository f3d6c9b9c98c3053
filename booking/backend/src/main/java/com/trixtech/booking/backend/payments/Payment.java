package com.trixtech.booking.backend.payments;

import com.trixtech.booking.backend.bookings.PaymentState;
import com.trixtech.booking.backend.rooms.Money;
import java.time.Duration;
import java.util.UUID;

/**
 * An intent to charge, or to pay back, as the settler takes it up. Immutable.
 *
 * @param key the provider's key of the charge
 * @param wanted whether the booking still wants it: false after a cancellation
 * @param looks how often the settler has looked, this time included
 */
record Payment(
    UUID key,
    UUID booking,
    Money amount,
    PaymentState state,
    Duration age,
    boolean wanted,
    int looks) {}
