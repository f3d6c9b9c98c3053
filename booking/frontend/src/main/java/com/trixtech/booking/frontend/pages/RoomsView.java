package com.trixtech.booking.frontend.pages;

import com.trixtech.booking.frontend.stay.House;
import com.trixtech.booking.frontend.stay.Offer;
import com.trixtech.booking.frontend.stay.Room;
import com.trixtech.booking.frontend.stay.Stay;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What a search found. Immutable.
 *
 * @param kinds cheapest first
 * @param houses to choose from
 */
public record RoomsView(Frame frame, SearchForm form, List<Kind> kinds, List<House> houses) {

  /**
   * Rooms that are the same to a guest.
   *
   * @param offer the cheapest of them
   * @param free how many there are
   */
  public record Kind(Offer offer, int free) {

    public String bookAddress(Stay stay) {
      return "/book?room=" + offer.room().id() + "&" + stay.query();
    }

    /** {@code 3 free}, or a plain warning that it is the last one. */
    public String freeText() {
      return free == 1 ? "last one" : free + " free";
    }

    private record Sort(String house, String type, int beds, int guests) {}

    static List<Kind> of(List<Offer> offers) {
      var sorts = new LinkedHashMap<Sort, Kind>();
      for (Offer offer : offers) {
        Room room = offer.room();
        sorts.merge(
            new Sort(room.house(), room.type(), room.beds(), room.guests()),
            new Kind(offer, 1),
            Kind::plus);
      }
      var kinds = new ArrayList<>(sorts.values());
      kinds.sort(java.util.Comparator.comparingLong(kind -> kind.offer().total().minor()));
      return kinds;
    }

    private Kind plus(Kind other) {
      boolean cheaper = other.offer.total().minor() < offer.total().minor();
      return new Kind(cheaper ? other.offer : offer, free + other.free);
    }
  }

  public RoomsView {
    kinds = List.copyOf(kinds);
    houses = List.copyOf(houses);
  }

  public Stay stay() {
    return form.stay().orElseThrow();
  }

  /** {@code 132 rooms are free}. */
  public String found() {
    int free = kinds.stream().mapToInt(Kind::free).sum();
    return switch (free) {
      case 0 -> "No room is free";
      case 1 -> "1 room is free";
      default -> free + " rooms are free";
    };
  }
}
