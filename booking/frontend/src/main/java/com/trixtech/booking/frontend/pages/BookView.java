package com.trixtech.booking.frontend.pages;

import com.trixtech.booking.frontend.stay.Offer;
import com.trixtech.booking.frontend.stay.Stay;
import java.util.Optional;

/**
 * The form with which a room is booked. Immutable.
 *
 * @param room its id, as the form sends it
 * @param offer the room with its price, as far as they are known
 * @param key makes the form book once, however often it is sent
 * @param problem why the last try did not work; empty at the first
 * @param submit what the button says
 */
public record BookView(
    Frame frame,
    String room,
    Stay stay,
    Optional<Offer> offer,
    GuestForm form,
    String key,
    String problem,
    String submit) {}
