package com.trixtech.selfheal.local.controllers;

import com.trixtech.selfheal.core.signals.Snapshot.ExitReason;
import com.trixtech.selfheal.local.loop.Loop;
import com.trixtech.selfheal.local.node.Instance;
import com.trixtech.selfheal.local.node.InstanceRecord;
import com.trixtech.selfheal.local.node.InstanceRecord.Stage;
import com.trixtech.selfheal.local.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Brings one workload a step closer to what was asked for. Level-triggered: looks at what is, and
 * remembers nothing. Confined to the event loop.
 */
final class Reconciliation {
  private final Loop loop;
  private final Node node;
  private final Addresses addresses;
  private final Consumer<WorkloadRecord> save;
  private final Consumer<WorkloadRecord> forget;

  Reconciliation(
      Loop loop,
      Node node,
      Addresses addresses,
      Consumer<WorkloadRecord> save,
      Consumer<WorkloadRecord> forget) {
    this.loop = loop;
    this.node = node;
    this.addresses = addresses;
    this.save = save;
    this.forget = forget;
  }

  /**
   * Does what is safe now.
   *
   * @param own the workload's instances
   * @param ending whether everything is being ended: then nothing is made
   */
  void step(WorkloadRecord workload, List<Instance> own, boolean ending) {
    WorkloadSpec spec = workload.spec();
    if (workload.removed() && own.isEmpty()) {
      forget.accept(workload);
      return;
    }
    if (ending) {
      return;
    }
    List<Member> members = own.stream().map(i -> member(i, spec)).toList();
    List<Member> staying = members.stream().filter(m -> !m.terminating()).toList();
    switch (spec.update().way()) {
      case ROLLING ->
          perform(workload, RollingPlan.rolling(spec.replicas(), spec.update(), staying));
      case RECREATE -> perform(workload, RollingPlan.recreate(spec.replicas(), members));
      case ORDERED -> perform(workload, OrderedPlan.next(spec.replicas(), true, members));
      case ON_DELETE -> perform(workload, OrderedPlan.next(spec.replicas(), false, members));
    }
    WorkloadRecord pruned =
        workload.pruned(hash -> own.stream().anyMatch(i -> i.record().template().equals(hash)));
    if (pruned.revisions().size() < workload.revisions().size()) {
      save.accept(pruned);
    }
  }

  private void perform(WorkloadRecord workload, RollingPlan plan) {
    WorkloadSpec spec = workload.spec();
    for (int i = 0; i < plan.create(); i++) {
      // Five letters of the revision, five of chance, as the names on a cluster look.
      String chance = UUID.randomUUID().toString().substring(0, 5);
      create(spec, spec.ref().name() + "-" + spec.hash().substring(0, 5) + "-" + chance, -1);
    }
    plan.remove().forEach(this::end);
  }

  private void perform(WorkloadRecord workload, OrderedPlan plan) {
    WorkloadSpec spec = workload.spec();
    switch (plan) {
      case OrderedPlan.Create(int ordinal) ->
          create(spec, spec.ref().name() + "-" + ordinal, ordinal);
      case OrderedPlan.Remove(String uid) -> end(uid);
      case OrderedPlan.Wait() -> {}
    }
  }

  private void create(WorkloadSpec spec, String name, int ordinal) {
    Set<String> used =
        node.instances().stream().map(i -> i.record().ip()).collect(Collectors.toSet());
    node.create(
        spec.ref(),
        name,
        spec.hash(),
        ordinal,
        Node.newUid(),
        addresses.nextInstance(used::contains));
  }

  private void end(String uid) {
    node.instance(uid).ifPresent(i -> node.terminate(i, ExitReason.PLATFORM, null));
  }

  private Member member(Instance instance, WorkloadSpec spec) {
    InstanceRecord r = instance.record();
    Instant since = instance.ready() ? r.readySince() : null;
    boolean available =
        since != null && Duration.between(since, loop.now()).compareTo(spec.minReady()) >= 0;
    return new Member(
        r.uid(),
        r.ordinal(),
        r.template().equals(spec.hash()),
        since,
        available,
        r.restarts(),
        r.createdAt(),
        r.stage() == Stage.TERMINATING);
  }
}
