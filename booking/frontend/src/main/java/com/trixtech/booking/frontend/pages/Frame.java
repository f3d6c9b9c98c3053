package com.trixtech.booking.frontend.pages;

import java.util.Optional;

/**
 * What stands around every page. Immutable.
 *
 * @param css address of the style
 * @param js address of the script, without which everything works as well
 * @param icon address of the icon
 * @param section which entry of the navigation is here
 * @param notice what every guest should know now, such as that bookings cannot be made
 */
public record Frame(String css, String js, String icon, Section section, Optional<String> notice) {

  /** The entries of the navigation, and the rest. */
  public enum Section {
    Search,
    Find,
    Other
  }

  public boolean at(String name) {
    return section.name().equals(name);
  }
}
