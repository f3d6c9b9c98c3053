package com.trixtech.selfheal.cli.cluster.drill;

import java.util.Map;

/** By what the objects of drills are found again. Stateless. */
final class DrillMarks {
  /** On every object that a drill makes: the namespace that is drilled. */
  static final String OF = "selfheal.trixtech.com/drill-of";

  /** On a fault's pod: what it does. */
  static final String FAULT = "selfheal.trixtech.com/fault";

  /** On a fault's pod: the pod that has it. */
  static final String VICTIM = "selfheal.trixtech.com/fault-of";

  /** On a fault's pod: when it ends by itself. */
  static final String UNTIL = "selfheal.trixtech.com/fault-until";

  private static final String NAME = "app.kubernetes.io/name";
  static final String DRILL = "selfheal-drill";

  private DrillMarks() {}

  static Map<String, String> labels(String drilled) {
    return Map.of(NAME, DRILL, OF, drilled);
  }
}
