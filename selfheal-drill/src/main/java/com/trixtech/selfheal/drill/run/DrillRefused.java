package com.trixtech.selfheal.drill.run;

import java.util.List;

/** A safety stop held before the drill began: nothing was done. */
public final class DrillRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> reasons;

  public DrillRefused(String drill, List<String> reasons) {
    super("drill %s: refused: %s".formatted(drill, String.join("; ", reasons)), null, false, false);
    this.reasons = List.copyOf(reasons);
  }

  public List<String> reasons() {
    return reasons;
  }
}
