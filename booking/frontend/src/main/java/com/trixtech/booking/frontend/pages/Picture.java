package com.trixtech.booking.frontend.pages;

import java.util.List;
import java.util.Locale;

/** Chooses the drawing that stands for a house: by its name, so that it is always the same. */
public final class Picture {
  private static final List<String> KINDS = List.of("water", "trees", "hills", "town");

  private Picture() {}

  /** A kind that the template and the style know. */
  public static String of(String house) {
    String name = house.toLowerCase(Locale.ROOT);
    if (any(name, "harbour", "harbor", "sea", "lake", "river", "quay", "beach", "lighthouse")) {
      return "water";
    }
    if (any(name, "garden", "park", "forest", "wood", "orchard", "meadow", "mill")) {
      return "trees";
    }
    if (any(name, "hill", "mountain", "alp", "peak", "ridge", "vineyard")) {
      return "hills";
    }
    if (any(name, "station", "market", "city", "town", "old", "square")) {
      return "town";
    }
    return KINDS.get(Math.floorMod(house.hashCode(), KINDS.size()));
  }

  private static boolean any(String name, String... parts) {
    return List.of(parts).stream().anyMatch(name::contains);
  }
}
