package com.trixtech.selfheal.sim;

/** The healer's process ends here: an Error, since the loop survives exceptions. */
final class HealerKilled extends Error {
  private static final long serialVersionUID = 1;

  HealerKilled(KillPoint point) {
    super(point.name(), null, false, false);
  }
}
