package com.trixtech.selfheal.sim;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Kills the healer at the n-th time it comes by a point, once armed. Not thread-safe. */
final class KillSwitch {
  private final Consumer<KillPoint> killed;
  private @Nullable KillPoint armed;
  private @Nullable KillPoint next;
  private int passes;

  KillSwitch(Consumer<KillPoint> killed) {
    this.killed = killed;
  }

  void arm(KillPoint point, int pass) {
    armed = point;
    passes = pass;
  }

  /** Kills at {@code first}, and the healer that comes after at {@code then}. */
  void arm(KillPoint first, int pass, KillPoint then) {
    arm(first, pass);
    next = then;
  }

  void disarm() {
    armed = null;
    next = null;
  }

  void pass(KillPoint point) {
    if (point == armed && --passes <= 0) {
      armed = next;
      passes = 1;
      next = null;
      killed.accept(point);
      throw new HealerKilled(point);
    }
  }
}
