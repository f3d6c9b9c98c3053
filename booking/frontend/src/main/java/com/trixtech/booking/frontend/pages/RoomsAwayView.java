package com.trixtech.booking.frontend.pages;

import com.trixtech.booking.frontend.stay.House;
import java.util.List;

/**
 * A search that could not be answered, and what is known all the same. Immutable.
 *
 * @param retry the same search again
 * @param known how old the houses are
 */
public record RoomsAwayView(
    Frame frame, SearchForm form, List<House> houses, String known, String retry) {

  public RoomsAwayView {
    houses = List.copyOf(houses);
  }
}
