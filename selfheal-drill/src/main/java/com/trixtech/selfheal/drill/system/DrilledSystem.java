package com.trixtech.selfheal.drill.system;

import com.trixtech.selfheal.drill.Drill;
import com.trixtech.selfheal.drill.FaultKind;
import com.trixtech.selfheal.server.api.Fault;
import com.trixtech.selfheal.server.api.IncidentView;
import com.trixtech.selfheal.server.api.Metrics;
import com.trixtech.selfheal.server.api.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The running system, as far as every drill needs it. Where the healer is dead every question
 * throws {@link com.trixtech.selfheal.server.NoHealerException}; where it says no, {@link
 * com.trixtech.selfheal.server.ControlException}.
 */
public interface DrilledSystem {

  Status status();

  /** All that are remembered, closed ones included, each with its timeline. */
  List<IncidentView> incidents();

  /** What the healer takes for itself; empty where nobody measures that. */
  Optional<Metrics> metrics();

  /** What makes a command mean this system, a space before each word; empty: nothing need. */
  default String options() {
    return "";
  }

  /** How often it may be asked. */
  default Duration rhythm() {
    return Duration.ofMillis(100);
  }

  /** Why the drill must not run here, besides what its status says; empty: it may. */
  default List<String> objections(Drill drill) {
    return List.of();
  }

  /** What the drill has to wait for and what comes by itself, in a sentence. */
  default Optional<String> awaited(Drill drill) {
    return Optional.empty();
  }

  /**
   * Keeps others from drilling the same system; this process is kept from it in another way.
   *
   * @throws com.trixtech.selfheal.drill.run.DrillRefused where somebody does already
   */
  default Reservation reserve(String drill) {
    return Reservation.NEEDLESS;
  }

  /** The one instance of a workload that takes the writes; empty where none says so. */
  default Optional<String> primary(String workload) {
    return Optional.empty();
  }

  /**
   * The same fault on each of the targets; returns when all of them have it. The runtime ends it by
   * itself after {@code duration}, even if nobody asks it to.
   */
  List<Fault> inject(FaultKind kind, List<String> targets, Duration duration)
      throws InterruptedException;

  List<Fault> faults();

  /** Takes a fault back, and returns when it is gone; one that has ended by itself is fine. */
  void removeFault(String id) throws InterruptedException;

  /**
   * Makes a new revision of a workload that differs in these environment variables and in nothing
   * else.
   *
   * @param record where what was applied may be written down, as evidence
   */
  void release(String workload, Map<String, String> environment, Path record)
      throws IOException, InterruptedException;

  /**
   * Puts back what every workload was meant to be before any release. Where that is current, no
   * revision comes of it. Idempotent.
   *
   * @return what was done, a line each
   */
  List<String> original() throws InterruptedException;

  /** Removes what else a drill that died has left; returns what was done, a line each. */
  default List<String> tidy() {
    return List.of();
  }

  /** Pauses the automation for everything; returns the pause's id. */
  String pause(String reason, Duration duration);

  void resume(String pause);

  /** Empty where no provider can be made to misbehave. */
  default Optional<ProviderPort> provider() {
    return Optional.empty();
  }

  /** Empty where the healer cannot be ended and started again. */
  default Optional<HealerProcess> healer() {
    return Optional.empty();
  }
}
