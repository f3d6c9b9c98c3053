package com.trixtech.selfheal.bench.loop;

import com.trixtech.selfheal.core.HealingLoop;
import com.trixtech.selfheal.core.LoopSettings;
import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Actuator;
import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.journal.Journal;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.Revision;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.SignalSource;
import com.trixtech.selfheal.core.signals.Snapshot;
import com.trixtech.selfheal.core.signals.Snapshot.Exit;
import com.trixtech.selfheal.core.signals.Snapshot.ExitReason;
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import com.trixtech.selfheal.core.signals.Snapshot.Phase;
import com.trixtech.selfheal.core.signals.Snapshot.Traffic;
import com.trixtech.selfheal.core.signals.Snapshot.WorkloadFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A fleet whose every sample is renewed every second, under the real loop. On demand one instance
 * crashes, or hangs about unready until it is restarted. The journal keeps nothing, as a file's
 * would not. Not thread-safe.
 */
final class Fleet implements SignalSource, Actuator, Journal {
  private static final Revision REVISION =
      new Revision(1, "a", "config", List.of("app@sha256:a"), false);

  private final List<List<InstanceRef>> instances = new ArrayList<>();
  private final int[] restarts;
  private final @Nullable Exit[] exits;
  private final Instant[] downUntil;
  private final int size;
  private final HealingLoop loop;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Snapshot snapshot = new Snapshot(List.of(), List.of());
  private long entries;
  private int acts;

  Fleet(int workloads, int size) {
    this.size = size;
    this.restarts = new int[workloads * size];
    this.exits = new Exit[workloads * size];
    this.downUntil = new Instant[workloads * size];
    List<Policy> policies = new ArrayList<>();
    for (int w = 0; w < workloads; w++) {
      WorkloadRef ref = new WorkloadRef("shop", WorkloadRef.Kind.DEPLOYMENT, "workload-" + w);
      policies.add(Policy.observing(ref).withMode(Mode.ENFORCE));
      List<InstanceRef> own = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        downUntil[w * size + i] = Instant.MIN;
        own.add(new InstanceRef(ref, ref.name() + "-" + i, "uid-" + w + "-" + i));
      }
      instances.add(own);
    }
    this.loop = new HealingLoop(LoopSettings.DEFAULT, policies, () -> now, this, this, this);
  }

  /** The world one second later; not part of what is measured. */
  void renew() {
    now = now.plusSeconds(1);
    List<WorkloadFacts> facts = new ArrayList<>();
    for (int w = 0; w < instances.size(); w++) {
      List<InstanceFact> own = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        own.add(fact(instances.get(w).get(i), w * size + i));
      }
      facts.add(
          new WorkloadFacts(
              now,
              instances.get(w).getFirst().workload(),
              size,
              "a",
              List.of(REVISION),
              false,
              Instant.EPOCH,
              -1,
              null,
              null,
              own));
    }
    snapshot = new Snapshot(facts, List.of());
  }

  private InstanceFact fact(InstanceRef ref, int index) {
    boolean down = downUntil[index].isAfter(now);
    boolean crashed = down && exits[index] != null;
    return new InstanceFact(
        now,
        ref,
        Instant.EPOCH,
        "a",
        crashed ? Phase.BACKING_OFF : Phase.RUNNING,
        now,
        !down,
        0,
        0,
        restarts[index],
        exits[index],
        crashed ? downUntil[index] : null,
        down ? null : new Traffic(now, 100, 0),
        "");
  }

  int step() {
    return loop.step().diagnoses().size();
  }

  /** The process ends by itself and is back after three seconds. */
  void crash(int index) {
    exits[index] = new Exit(now, 137, ExitReason.ITSELF);
    restarts[index]++;
    downUntil[index] = now.plusSeconds(3);
  }

  /** Not ready until it is restarted, or for two minutes. */
  void hangAbout(int index) {
    exits[index] = null;
    downUntil[index] = now.plusSeconds(120);
  }

  long entries() {
    return entries;
  }

  int acts() {
    return acts;
  }

  int incidents() {
    return loop.incidents().stream()
        .mapToInt(i -> Integer.parseInt(i.id().substring(2)))
        .max()
        .orElse(0);
  }

  @Override
  public Snapshot read() {
    return snapshot;
  }

  @Override
  public Optional<InstanceFact> reread(InstanceRef instance) {
    return Optional.of(fact(instance, index(instance)));
  }

  private static int part(InstanceRef instance, int part) {
    return Integer.parseInt(instance.uid().split("-", -1)[part]);
  }

  private int index(InstanceRef instance) {
    return part(instance, 1) * size + part(instance, 2);
  }

  @Override
  public Outcome perform(Act act) {
    acts++;
    instances.stream()
        .flatMap(List::stream)
        .filter(i -> i.uid().equals(act.remedy().lock()))
        .forEach(i -> downUntil[index(i)] = Instant.MIN);
    return new Outcome(Outcome.Kind.DONE, "", now);
  }

  @Override
  public boolean restartsInPlace() {
    return true;
  }

  @Override
  public Optional<Outcome> recall(String key) {
    return Optional.empty();
  }

  @Override
  public void append(JournalEntry entry) {
    entries++;
  }

  @Override
  public void flush() {}

  @Override
  public List<JournalEntry> replay() {
    return List.of();
  }
}
