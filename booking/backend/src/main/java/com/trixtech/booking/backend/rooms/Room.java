package com.trixtech.booking.backend.rooms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.trixtech.booking.http.Answer;

/**
 * One room. Immutable.
 *
 * @param guests how many it sleeps at most
 * @param price of one night
 */
public record Room(
    String id, String house, String type, int beds, int guests, Money price, String description) {

  public ObjectNode json() {
    ObjectNode json =
        Answer.object()
            .put("id", id)
            .put("house", house)
            .put("type", type)
            .put("beds", beds)
            .put("guests", guests);
    json.set("price", price.json());
    return json.put("description", description);
  }
}
