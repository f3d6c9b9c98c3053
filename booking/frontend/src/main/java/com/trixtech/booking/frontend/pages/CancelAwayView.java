package com.trixtech.booking.frontend.pages;

/**
 * A cancellation that was not answered, ready to be sent again under the same key. Immutable.
 *
 * @param address the booking's own
 * @param cancelAddress where the form goes
 */
public record CancelAwayView(Frame frame, String address, String cancelAddress, String key) {}
