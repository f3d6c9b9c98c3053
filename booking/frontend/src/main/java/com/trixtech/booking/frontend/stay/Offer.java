package com.trixtech.booking.frontend.stay;

/** A room that is free for a stay, with the price of the whole of it. Immutable. */
public record Offer(Room room, Money total) {}
