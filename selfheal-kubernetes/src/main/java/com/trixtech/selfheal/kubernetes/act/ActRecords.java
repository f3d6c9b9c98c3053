package com.trixtech.selfheal.kubernetes.act;

import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.model.Remedy;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where keys and outcomes of acts outlive the operator. Used by the loop's thread only. */
public interface ActRecords {

  /**
   * One act that was begun.
   *
   * @param outcome null where the operator ended in its middle
   */
  record Begun(Instant at, Remedy remedy, boolean undo, @Nullable Outcome outcome) {}

  Optional<Begun> find(String key);

  /**
   * Takes the key, durably.
   *
   * @throws RuntimeException when it could not: the act must then not be done
   */
  void begin(Act act, Instant at);

  /**
   * Keeps the outcome, durably.
   *
   * @throws RuntimeException when it could not: it is then settled by what the target shows
   */
  void settle(String key, Outcome outcome);
}
