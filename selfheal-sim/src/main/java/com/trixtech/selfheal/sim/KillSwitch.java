package com.trixtech.selfheal.sim;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Kills the healer at the n-th time it comes by a point, once armed. Not thread-safe. */
final class KillSwitch {
  private final Consumer<KillPoint> killed;
  private @Nullable KillPoint armed;
  private int passes;

  KillSwitch(Consumer<KillPoint> killed) {
    this.killed = killed;
  }

  void arm(KillPoint point, int pass) {
    armed = point;
    passes = pass;
  }

  void disarm() {
    armed = null;
  }

  void pass(KillPoint point) {
    if (point == armed && --passes <= 0) {
      armed = null;
      killed.accept(point);
      throw new HealerKilled(point);
    }
  }
}
