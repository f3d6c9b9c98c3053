package com.trixtech.selfheal.core.testing;

import com.trixtech.selfheal.core.Explanation;
import com.trixtech.selfheal.core.HealingLoop;
import com.trixtech.selfheal.core.LoopSettings;
import com.trixtech.selfheal.core.StepReport;
import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The real loop on fake ports, one step a second. Not thread-safe. */
public final class Rig {
  public static final WorkloadRef BACKEND = Facts.BACKEND;
  public static final WorkloadRef DATABASE =
      new WorkloadRef("shop", WorkloadRef.Kind.STATEFUL_SET, "postgres");

  public final ManualClock clock = new ManualClock();
  public final KillSwitch kill = new KillSwitch();
  public final MemoryJournal journal = new MemoryJournal(kill);
  public final FakeWorld world = new FakeWorld(clock, kill);
  private final List<Policy> policies = new ArrayList<>();
  private HealingLoop loop;

  public Rig(Policy... policies) {
    this.policies.addAll(List.of(policies));
    this.loop = newLoop();
  }

  private HealingLoop newLoop() {
    return new HealingLoop(LoopSettings.DEFAULT, policies, clock, world, world, journal);
  }

  /** The healer's process ends and starts anew on the same journal. */
  public Rig restartHealer() {
    journal.lose();
    loop = newLoop();
    return this;
  }

  public HealingLoop loop() {
    return loop;
  }

  /** One second of the world, then one step of the loop. */
  public StepReport step() {
    clock.forward(1);
    world.advance();
    return loop.step();
  }

  public Rig run(Duration time) {
    for (long i = 0; i < time.toSeconds(); i++) {
      step();
    }
    return this;
  }

  public Rig run(long seconds) {
    return run(Duration.ofSeconds(seconds));
  }

  /** Steps until the condition holds. */
  public Rig until(String what, Duration atMost, BooleanSupplier condition) {
    for (long i = 0; i < atMost.toSeconds(); i++) {
      if (condition.getAsBoolean()) {
        return this;
      }
      step();
    }
    throw new AssertionError(
        "%s: not within %s; journal: %s".formatted(what, atMost, journal.replay()));
  }

  public Rig untilClosed(Duration atMost) {
    return until("closed", atMost, () -> incident().stage() == Incident.Stage.CLOSED);
  }

  /** The newest incident. */
  public Incident incident() {
    return loop.incidents().stream()
        .max(java.util.Comparator.comparing(Incident::id))
        .orElseThrow(() -> new AssertionError("no incident (expected: one)"));
  }

  /** The newest incident's stage, for a failure's message. */
  public String incidentOrNull() {
    return loop.incidents().isEmpty() ? "none" : incident().stage() + " " + incident().entries();
  }

  /** What was done and had an effect, without what was taken back. */
  public List<RemedyKind> remedies() {
    return world.effects().stream().filter(a -> !a.undo()).map(a -> a.remedy().kind()).toList();
  }

  public List<Act> undone() {
    return world.effects().stream().filter(Act::undo).toList();
  }

  public Explanation explain(WorkloadRef workload) {
    return loop.explain(workload).orElseThrow();
  }
}
