package com.trixtech.booking.gateway.charges;

/**
 * What a caller wants charged. Two wishes under one key must be equal. Immutable.
 *
 * @param card the card's print, never its number
 * @param reference the caller's own name for what is paid
 */
record ChargeWish(Money amount, String card, String reference) {}
