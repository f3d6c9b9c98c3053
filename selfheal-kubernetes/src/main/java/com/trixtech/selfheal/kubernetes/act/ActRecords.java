package com.trixtech.selfheal.kubernetes.act;

import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.model.Remedy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of acts, also after the end of the operator that did them: the loop's intent makes
 * an act's key durable, and its report the outcome. Used by the loop's thread only.
 */
public interface ActRecords {

  /**
   * One act that was begun, or may have been by an operator that has ended.
   *
   * @param outcome null where that operator ended in its middle
   */
  record Begun(Remedy remedy, @Nullable Outcome outcome) {}

  /** Empty where the act was never begun. */
  Optional<Begun> find(String key);

  /**
   * Takes the key.
   *
   * @throws RuntimeException when no durable intent names it: the act must then not be done
   */
  void begin(Act act);

  /** Remembers the outcome until it is reported. */
  void settle(String key, Outcome outcome);
}
