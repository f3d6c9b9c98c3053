package com.trixtech.booking.frontend.stay;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * A house, as its rooms tell of it. Immutable.
 *
 * @param types of its rooms, cheapest first
 */
public record House(String name, int rooms, Money cheapest, List<String> types) {

  public House {
    types = List.copyOf(types);
  }

  /** By name, each once. */
  public static List<House> of(List<Room> rooms) {
    var byName = new LinkedHashMap<String, List<Room>>();
    rooms.stream()
        .sorted(Comparator.comparing(Room::house))
        .forEach(room ->
            byName.computeIfAbsent(room.house(), _ -> new java.util.ArrayList<>()).add(room));
    return byName.entrySet().stream().map(entry -> of(entry.getKey(), entry.getValue())).toList();
  }

  private static House of(String name, List<Room> rooms) {
    var cheapestFirst =
        rooms.stream().sorted(Comparator.comparingLong(room -> room.price().minor())).toList();
    return new House(
        name,
        rooms.size(),
        cheapestFirst.getFirst().price(),
        cheapestFirst.stream().map(Room::type).distinct().toList());
  }
}
