package com.trixtech.booking.backend.bookings;

import com.fasterxml.jackson.databind.JsonNode;
import com.trixtech.booking.backend.http.Input;
import com.trixtech.booking.backend.http.InvalidRequest;
import com.trixtech.booking.backend.rooms.Stay;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a guest asks for, checked as far as it can be without the database and the date of today: a
 * request that is sent again after midnight still means what it meant. Immutable.
 */
record BookingRequest(String room, Stay stay, Guest guest, int guests) {
  static final Set<String> FIELDS = Set.of("room", "from", "to", "guest", "guests");
  private static final Set<String> GUEST_FIELDS = Set.of("name", "email");
  private static final Pattern ROOM = Pattern.compile("[a-z0-9-]{1,64}");
  private static final Pattern NAME = Pattern.compile("(?=.*\\S)\\P{Cntrl}{1,200}");
  private static final Pattern EMAIL =
      Pattern.compile("[^@\\s\\p{Cntrl}]{1,64}@[^@\\s\\p{Cntrl}]{1,180}");
  private static final int MOST_GUESTS = 20;

  static BookingRequest of(JsonNode json) throws InvalidRequest {
    String room = Input.text(json, "room", ROOM, "the id of a room");
    var stay =
        Stay.of(
            Input.date("from", Input.text(json, "from")), Input.date("to", Input.text(json, "to")));
    JsonNode guest = Input.object(json, "guest", GUEST_FIELDS);
    var who =
        new Guest(
            Input.text(
                guest, "name", NAME, "1 to 200 characters, not blank, no control characters"),
            Input.text(guest, "email", EMAIL, "an address such as ada@example.org"));
    JsonNode guests = json.path("guests");
    if (!guests.isInt()) {
      throw new InvalidRequest(
          "guests", guests.isMissingNode() ? "missing" : guests.toString(), "a whole number");
    }
    return new BookingRequest(
        room, stay, who, (int) Input.number("guests", guests.toString(), 1, MOST_GUESTS));
  }

  /** All that makes it this request and no other. */
  String[] meaning() {
    return new String[] {
      "book",
      room,
      stay.from().toString(),
      stay.to().toString(),
      guest.name(),
      guest.email(),
      Integer.toString(guests)
    };
  }
}
