package com.trixtech.selfheal.core.model;

import java.util.Map;

/**
 * How far the treatment of an incident has come.
 *
 * @param rung index of the ladder's present rung
 * @param triesOnRung how often the rung's remedy was tried, by {@link Remedy#lock()}; also the
 *     names of instances that ail after a replacement, as tried out on every rung
 */
public record Course(String incident, int rung, Map<String, Integer> triesOnRung) {

  public Course {
    triesOnRung = Map.copyOf(triesOnRung);
  }

  public int tries(String lock) {
    return triesOnRung.getOrDefault(lock, 0);
  }
}
