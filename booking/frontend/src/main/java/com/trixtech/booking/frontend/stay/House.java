package com.trixtech.booking.frontend.stay;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/** A house, as its rooms tell of it. Immutable. */
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
    Money cheapest =
        rooms.stream().map(Room::price).min(Comparator.comparingLong(Money::minor)).orElseThrow();
    return new House(
        name, rooms.size(), cheapest, rooms.stream().map(Room::type).distinct().sorted().toList());
  }
}
