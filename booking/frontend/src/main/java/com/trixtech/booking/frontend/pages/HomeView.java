package com.trixtech.booking.frontend.pages;

import com.trixtech.booking.frontend.stay.House;
import java.util.List;

/**
 * The start page. Immutable.
 *
 * @param known how old the houses are: {@code 3 minutes ago}; shown when they cannot be renewed
 */
public record HomeView(Frame frame, SearchForm form, List<House> houses, String known) {

  public HomeView {
    houses = List.copyOf(houses);
  }
}
