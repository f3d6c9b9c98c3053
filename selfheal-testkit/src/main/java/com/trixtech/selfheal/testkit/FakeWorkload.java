package com.trixtech.selfheal.testkit;

import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Revision;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.Snapshot.ExitReason;
import com.trixtech.selfheal.core.signals.Snapshot.WorkloadFacts;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One workload of the fake world, broken and mended by index: {@code backend.crash(0).hang(1)}.
 * Nothing happens by itself: the platform's part (starting again, becoming ready) is said too. Not
 * thread-safe.
 */
public final class FakeWorkload {

  private final WorkloadRef ref;
  private final InstantSource clock;
  private final Map<String, Revision> revisions = new LinkedHashMap<>();
  private final List<FakeInstance> instances = new ArrayList<>();
  private int desired;
  private int lives;
  private String current;
  private boolean rolling;
  private Instant changedAt;
  private int disruptionsAllowed = -1;
  private @Nullable Instant restartsHeldUntil;
  private @Nullable String operator;

  FakeWorkload(WorkloadRef ref, int ready, InstantSource clock) {
    this.ref = ref;
    this.clock = clock;
    desired = ready;
    current = ref.name() + "-r1";
    changedAt = clock.instant();
    keep(current, "c1");
    for (int i = 0; i < ready; i++) {
      instances.add(newLife(i));
      instances.getLast().ready(clock.instant());
    }
  }

  public WorkloadRef ref() {
    return ref;
  }

  /** The instance at this index as it is now: its life changes with a replacement. */
  public InstanceRef instance(int index) {
    return instances.get(index).ref;
  }

  public String current() {
    return current;
  }

  /** It ends by itself and waits for the platform's restart. */
  public FakeWorkload crash(int index) {
    instances.get(index).exit(1, ExitReason.ITSELF, clock.instant());
    return this;
  }

  /** It is ended for using too much memory. */
  public FakeWorkload outOfMemory(int index) {
    instances.get(index).exit(137, ExitReason.OUT_OF_MEMORY, clock.instant());
    return this;
  }

  /** It has ended and been started again that often, and ends once more. */
  public FakeWorkload crashLoop(int index, int times) {
    for (int i = 0; i < times; i++) {
      crash(index).startAgain(index);
    }
    return crash(index);
  }

  /** The platform starts it again in place. */
  public FakeWorkload startAgain(int index) {
    instances.get(index).startAgain(clock.instant());
    return this;
  }

  /** It runs, but answers neither probe. */
  public FakeWorkload hang(int index) {
    instances.get(index).hang();
    return this;
  }

  /** Its readiness probe fails. */
  public FakeWorkload notReady(int index) {
    instances.get(index).notReady();
    return this;
  }

  /** What its clients see from now on. */
  public FakeWorkload answers(int index, long requests, long errors) {
    instances.get(index).answers(requests, errors);
    return this;
  }

  /** Nothing is heard of it: its fact keeps the time of now. */
  public FakeWorkload silent(int index) {
    instances.get(index).visible(false, clock.instant());
    return this;
  }

  /** It is heard of again. */
  public FakeWorkload heard(int index) {
    instances.get(index).visible(true, clock.instant());
    return this;
  }

  /** It is being stopped on purpose. */
  public FakeWorkload terminate(int index) {
    instances.get(index).terminate(clock.instant());
    return this;
  }

  /** All is well with it, whatever was. */
  public FakeWorkload ready(int index) {
    instances.get(index).ready(clock.instant());
    return this;
  }

  /** Everything that starts or waits for its start is ready. */
  public FakeWorkload settle() {
    instances.stream().filter(FakeInstance::starting).forEach(i -> i.ready(clock.instant()));
    return this;
  }

  /** It is gone and nothing takes its place; those behind it move up. */
  public FakeWorkload remove(int index) {
    instances.remove(index);
    return this;
  }

  /** Another life, of the current revision, starts at its place. */
  public FakeWorkload replace(int index) {
    instances.set(index, newLife(index));
    return this;
  }

  /**
   * The platform is set to a new revision; the instances follow one by one with {@link #replace}.
   */
  public FakeWorkload release(String template, String configuration) {
    keep(template, configuration);
    return become(template);
  }

  /** Ends the rolling update. */
  public FakeWorkload rolled() {
    rolling = false;
    return this;
  }

  /** Keeps a revision under another description, such as one with a mutable image. */
  public FakeWorkload keep(Revision revision) {
    revisions.put(revision.template(), revision);
    return this;
  }

  public FakeWorkload desired(int count) {
    desired = count;
    return this;
  }

  /** What its PodDisruptionBudget allows; -1 where it has none. */
  public FakeWorkload disruptionsAllowed(int count) {
    disruptionsAllowed = count;
    return this;
  }

  /** Another controller owns it. */
  public FakeWorkload operatedBy(@Nullable String name) {
    operator = name;
    return this;
  }

  /** Whether the platform holds its restarts now. */
  public boolean restartsHeld() {
    Instant until = restartsHeldUntil;
    return until != null && clock.instant().isBefore(until);
  }

  /** Whether the instance gets requests: ready, and not ejected. */
  public boolean inRotation(InstanceRef instance) {
    return find(instance).map(i -> i.inRotation(clock.instant())).orElse(false);
  }

  void hold(@Nullable Instant until) {
    restartsHeldUntil = until;
  }

  FakeWorkload become(String template) {
    current = template;
    changedAt = clock.instant();
    rolling = true;
    Revision again = revisions.remove(template);
    if (again == null) {
      throw new IllegalArgumentException(
          "revision: " + template + " (expected: one of " + revisions.keySet() + ") of " + ref);
    }
    keep(
        new Revision(
            nextNumber(), template, again.configuration(), again.images(), again.mutableImage()));
    return this;
  }

  boolean keeps(String template) {
    return revisions.containsKey(template);
  }

  Optional<FakeInstance> find(InstanceRef instance) {
    return instances.stream().filter(i -> i.ref.equals(instance)).findFirst();
  }

  int indexOf(InstanceRef instance) {
    return instances.stream().map(i -> i.ref).toList().indexOf(instance);
  }

  WorkloadFacts facts() {
    Instant now = clock.instant();
    return new WorkloadFacts(
        now,
        ref,
        desired,
        current,
        List.copyOf(revisions.values()),
        rolling,
        changedAt,
        disruptionsAllowed,
        restartsHeld() ? restartsHeldUntil : null,
        operator,
        instances.stream().map(i -> i.seen(now)).toList());
  }

  private void keep(String template, String configuration) {
    keep(new Revision(nextNumber(), template, configuration, List.of("app:" + template), false));
  }

  private int nextNumber() {
    return 1 + revisions.values().stream().mapToInt(Revision::number).max().orElse(0);
  }

  /** A StatefulSet keeps the name from life to life; a Deployment does not. */
  private FakeInstance newLife(int index) {
    lives++;
    String name =
        switch (ref.kind()) {
          case DEPLOYMENT -> ref.name() + "-" + lives;
          case STATEFUL_SET -> ref.name() + "-" + index;
        };
    return new FakeInstance(
        new InstanceRef(ref, name, ref.name() + "-uid-" + lives), current, clock.instant());
  }
}
