package com.trixtech.selfheal.core.testing;

import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Revision;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.Snapshot.WorkloadFacts;
import com.trixtech.selfheal.core.testing.FakeInstance.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One workload of the fake world, with a platform that keeps the number of instances, rolls one at
 * a time (surge 1, unavailable 0) and removes what never became ready first. Not thread-safe.
 */
public final class FakeWorkload {
  public final WorkloadRef ref;
  private final ManualClock clock;
  private final int desired;
  private final List<FakeInstance> instances = new ArrayList<>();
  private final Map<String, Revision> revisions = new LinkedHashMap<>();
  private final Map<String, Fault> faults = new HashMap<>();
  private String current = "a";
  private Instant changedAt = ManualClock.START;
  private int born;
  private int releases;
  private boolean evictable = true;
  private int requests = 100;
  @Nullable Instant heldUntil;

  FakeWorkload(WorkloadRef ref, int desired, ManualClock clock) {
    this.ref = ref;
    this.clock = clock;
    this.desired = desired;
    keep("a");
    for (int i = 0; i < desired; i++) {
      add().running();
    }
  }

  private void keep(String template) {
    releases++;
    revisions.put(
        template, new Revision(releases, template, "config", List.of("app:" + template), false));
  }

  private FakeInstance add() {
    FakeInstance instance =
        new FakeInstance(
            ref,
            ref.name() + "-" + born++,
            current,
            faults.getOrDefault(current, Fault.NONE),
            requests,
            clock.instant());
    instances.add(instance);
    return instance;
  }

  public FakeWorkload crash(int index) {
    instances.get(index).crash(clock.instant());
    return this;
  }

  /** It dies, and dies again at each start; a new instance is well. */
  public FakeWorkload crashForGood(int index) {
    instances.get(index).fault(Fault.CRASHES_ON_BOOT);
    return crash(index);
  }

  /** It runs and does not answer. */
  public FakeWorkload hang(int index) {
    instances.get(index).fault(Fault.HUNG);
    return this;
  }

  /** It does not answer; three seconds later the platform ends it, and waits that long. */
  public FakeWorkload hangIntoBackOff(int index, Duration backOff) {
    instances.get(index).hang(clock.instant(), Duration.ofSeconds(3), backOff);
    return this;
  }

  /** Its liveness probe has had its fill: the platform ends it, and waits before the next start. */
  public FakeWorkload killForLiveness(int index, Duration backOff) {
    instances.get(index).killedForLiveness(clock.instant(), backOff);
    return this;
  }

  /** Evictions are refused until the budget allows them again. */
  public FakeWorkload evictable(boolean yes) {
    evictable = yes;
    return this;
  }

  boolean evictable() {
    return evictable;
  }

  /** Not ready until it is restarted. */
  public FakeWorkload zombie(int index) {
    instances.get(index).fault(Fault.ZOMBIE);
    return this;
  }

  /** Not ready, restarted or not; so is every instance that takes its place. */
  public FakeWorkload incurable(int index) {
    instances.get(index).fault(Fault.ZOMBIE_FOR_GOOD);
    faults.put(current, Fault.ZOMBIE_FOR_GOOD);
    return this;
  }

  /** Not ready, restarted or not; an instance that takes its place is well. */
  public FakeWorkload stubborn(int index) {
    instances.get(index).fault(Fault.ZOMBIE_FOR_GOOD);
    return this;
  }

  /** So many requests reach each instance within the window from now on. */
  public FakeWorkload requests(int count) {
    requests = count;
    instances.forEach(i -> i.requests(count));
    return this;
  }

  public FakeWorkload erroring(int index) {
    instances.get(index).fault(Fault.ERRORING);
    return this;
  }

  /** All instances stop being ready, and come back with {@link #wellAgain}. */
  public FakeWorkload allNotReady() {
    instances.forEach(i -> i.fault(Fault.ZOMBIE_FOR_GOOD));
    return this;
  }

  public FakeWorkload wellAgain() {
    faults.clear();
    instances.forEach(i -> i.fault(Fault.NONE));
    return this;
  }

  public FakeWorkload release(String template) {
    return release(template, Fault.NONE);
  }

  /** A release whose instances die at each start. */
  public FakeWorkload badRelease(String template) {
    return release(template, Fault.CRASHES_ON_BOOT);
  }

  /** A release whose instances become ready and then answer with errors. */
  public FakeWorkload slowlyBadRelease(String template) {
    return release(template, Fault.ERRORING);
  }

  private FakeWorkload release(String template, Fault fault) {
    faults.put(template, fault);
    current(template);
    return this;
  }

  void current(String template) {
    keep(template);
    current = template;
    changedAt = clock.instant();
  }

  public String current() {
    return current;
  }

  public int ready() {
    return (int) instances.stream().filter(FakeInstance::ready).count();
  }

  public InstanceRef instance(int index) {
    return instances.get(index).ref;
  }

  Optional<FakeInstance> find(InstanceRef target) {
    return instances.stream().filter(i -> i.ref.uid().equals(target.uid())).findFirst();
  }

  void evict(FakeInstance instance) {
    instances.remove(instance);
  }

  void advance() {
    Instant now = clock.instant();
    Instant hold = heldUntil;
    boolean held = hold != null && hold.isAfter(now);
    instances.forEach(i -> i.advance(now, held));
    List<FakeInstance> old = old();
    old.stream().filter(i -> !i.ready()).findFirst().ifPresent(instances::remove);
    if (instances.size() < (old().isEmpty() ? desired : desired + 1)) {
      add();
    }
    if (ready() > desired) {
      old().stream().findFirst().ifPresent(instances::remove);
    }
  }

  private List<FakeInstance> old() {
    return instances.stream().filter(i -> !i.revision.equals(current)).toList();
  }

  WorkloadFacts facts() {
    Instant now = clock.instant();
    return new WorkloadFacts(
        now,
        ref,
        desired,
        current,
        List.copyOf(revisions.values()),
        !old().isEmpty() || ready() < desired && changedAt.plusSeconds(30).isAfter(now),
        changedAt,
        -1,
        heldUntil,
        null,
        instances.stream().map(i -> i.fact(now)).toList());
  }
}
