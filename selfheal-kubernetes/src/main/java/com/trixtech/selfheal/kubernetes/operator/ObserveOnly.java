package com.trixtech.selfheal.kubernetes.operator;

import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Actuator;
import com.trixtech.selfheal.core.act.Outcome;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The gateway of an operator that only observes: there is none. No policy can ask for an act there;
 * should a fault ever let one through, nothing here could do it. Thread-safe.
 */
record ObserveOnly(InstantSource clock) implements Actuator {
  @Override
  public Outcome perform(Act act) {
    return new Outcome(
        Outcome.Kind.REFUSED,
        "the operator runs in mode Observe and can change nothing",
        clock.instant());
  }

  @Override
  public boolean restartsInPlace() {
    return false;
  }

  @Override
  public Optional<Outcome> recall(String key) {
    return Optional.empty();
  }
}
