package com.trixtech.booking.backend.rooms;

/**
 * A room and its JSON, which is written once: a search shows up to two hundred, and to build a tree
 * for each would cost more than the search. Immutable.
 */
record Offer(Room room, String json) {
  static Offer of(Room room) {
    return new Offer(room, room.json().toString());
  }

  /** With the total for so many nights. */
  String json(long nights) {
    Money total = room.price().times(nights);
    return json.substring(0, json.length() - 1) + ",\"total\":" + total.json() + "}";
  }
}
