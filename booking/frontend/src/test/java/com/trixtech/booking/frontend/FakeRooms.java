package com.trixtech.booking.frontend;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The rooms of the tests: four houses of twelve, as the backend's JSON. */
final class FakeRooms {
  private FakeRooms() {}

  static List<ObjectNode> rooms() {
    var rooms = new ArrayList<ObjectNode>();
    String[] houses = {"Harbour House", "Garden House", "Hill House", "Market House"};
    for (int h = 0; h < houses.length; h++) {
      String prefix =
          houses[h].substring(0, houses[h].indexOf(' ')).toLowerCase(java.util.Locale.ROOT);
      for (int i = 0; i < 12; i++) {
        int number = 101 + i % 6 + i / 6 * 100;
        int sort = i % 3;
        String type = List.of("Single", "Double", "Family").get(sort);
        ObjectNode room =
            object()
                .put("id", prefix + "-" + number)
                .put("house", houses[h])
                .put("type", type)
                .put("beds", List.of(1, 2, 4).get(sort))
                .put("guests", List.of(1, 2, 4).get(sort))
                .put(
                    "description",
                    List.of(
                            "Quiet, with a desk by the window.",
                            "Bright, with a balcony.",
                            "Two rooms with a door between them.")
                        .get(sort));
        room.set("price", money(7900 + h * 1500 + sort * 4000));
        rooms.add(room);
      }
    }
    return rooms;
  }

  static ObjectNode money(long minor) {
    return object().put("currency", "EUR").put("minor", minor);
  }

  static ObjectNode array(String name, List<ObjectNode> nodes) {
    ObjectNode body = object();
    body.putArray(name).addAll(nodes);
    return body;
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
