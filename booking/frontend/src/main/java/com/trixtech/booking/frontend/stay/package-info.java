/**
 * What the pages talk about: rooms, stays, bookings and money, as immutable facts. In: what the
 * backend answered or a guest typed. Out: the same, checked, with the words that people read. Knows
 * neither HTTP nor HTML.
 */
@NullMarked
package com.trixtech.booking.frontend.stay;

import org.jspecify.annotations.NullMarked;
