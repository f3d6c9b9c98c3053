package com.trixtech.selfheal.drill.run;

import com.trixtech.selfheal.drill.Drill;

/**
 * What to run.
 *
 * @param control whether to run it once more with the healer only observing
 * @param repeat how often, 1 to 100
 */
public record DrillRequest(Drill drill, boolean control, int repeat) {
  public DrillRequest {
    if (repeat < 1 || repeat > 100) {
      throw new IllegalArgumentException("repeat: " + repeat + " (expected: 1 to 100)");
    }
  }

  public static DrillRequest once(Drill drill) {
    return new DrillRequest(drill, false, 1);
  }
}
