package com.trixtech.booking.frontend.stay;

/** Who stays. Immutable. */
public record Guest(String name, String email) {}
