package com.trixtech.selfheal.sim;

import java.util.EnumSet;
import java.util.Set;

/** What a platform does, can and tells. */
enum Trait {
  RESTARTS("an instance can be restarted in place", Platform.LOCAL),
  EJECTS(
      "an instance can be kept out of its Service, by the healer or for its errors",
      Platform.LOCAL),
  MEASURES("failed probes, and what clients saw of an instance, are told", Platform.LOCAL),
  HOLDS_ALL(
      "a hold keeps all instances from being restarted; else it pauses the roll-out of a Deployment",
      Platform.LOCAL),
  BUDGET_STATUS(
      "evictions are refused by the disruption budget's last status, which each takes from",
      Platform.KUBERNETES),
  WATCHES(
      "signals are watched: kinds of objects lag apart and seem fresh, times are whole seconds, a"
          + " roll-out is what the instances show, and a new revision has no name at first",
      Platform.KUBERNETES),
  ONE_API(
      "signals, acts and journal are of one API: when it is out, all are, and an act without an"
          + " answer may take effect later, unless what it is about has changed",
      Platform.KUBERNETES),
  UNCHECKED("some dependencies on workloads have no check of their own", Platform.KUBERNETES),
  NODES(
      "instances are on nodes, which can be lost: told of after 40 s, evacuated after 340 s",
      Platform.KUBERNETES);

  private final String sentence;
  private final Set<Platform> platforms;

  Trait(String sentence, Platform platform) {
    this.sentence = sentence;
    this.platforms = EnumSet.of(platform);
  }

  boolean of(Platform platform) {
    return platforms.contains(platform);
  }

  String sentence() {
    return sentence;
  }
}
