/**
 * What there is to book. In: the database's rooms, and which of them are taken in which nights.
 * Out: the rooms, and those that are free. A room's price is what a night costs when it is booked;
 * a booking keeps the price that was agreed.
 */
@NullMarked
package com.trixtech.booking.backend.rooms;

import org.jspecify.annotations.NullMarked;
