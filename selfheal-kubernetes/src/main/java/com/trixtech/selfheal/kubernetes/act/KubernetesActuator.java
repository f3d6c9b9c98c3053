package com.trixtech.selfheal.kubernetes.act;

import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Actuator;
import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.act.Outcome.Kind;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.kubernetes.act.ActRecords.Begun;
import com.trixtech.selfheal.kubernetes.objects.Marks;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The one gateway: every mutation of the cluster by the healer is made here, or not at all. Called
 * by the loop's thread; bounded by the client's time-outs.
 */
public final class KubernetesActuator implements Actuator {
  private final KubernetesClient api;
  private final ActRecords records;
  private final Fence fence;
  private final Answers answers;
  private final Evictions evictions;
  private final RollBacks rollBacks;
  private final Holds holds;

  /**
   * Over one cluster.
   *
   * @param api with no retries of its own: a refusal must be heard, not waited out
   */
  public KubernetesActuator(
      KubernetesClient api, ActRecords records, Fence fence, InstantSource clock) {
    this.api = api;
    this.records = records;
    this.fence = fence;
    this.answers = new Answers(clock);
    this.evictions = new Evictions(api, answers);
    this.rollBacks = new RollBacks(api, answers);
    this.holds = new Holds(api, answers);
  }

  @Override
  public Outcome perform(Act act) {
    Optional<Outcome> earlier = recall(act.key());
    if (earlier.isPresent()) {
      return earlier.get();
    }
    try {
      records.begin(act);
    } catch (RuntimeException e) { // an act that leaves no trace could be done twice
      return answers.outcome(Kind.NEVER_SENT, "its key is not kept: " + e.getMessage());
    }
    return settled(act.key(), fenced(act));
  }

  private Outcome settled(String key, Outcome outcome) {
    if (outcome.kind() != Kind.UNKNOWN) {
      records.settle(key, outcome);
    }
    return outcome;
  }

  private Outcome fenced(Act act) {
    Optional<String> closed;
    try {
      closed = fence.closed();
    } catch (RuntimeException noAnswer) {
      closed = Optional.of("the lease cannot be read: " + noAnswer.getMessage());
    }
    return closed.map(answers::refused).orElseGet(() -> execute(act));
  }

  private Outcome execute(Act act) {
    return switch (act.remedy()) {
      case Remedy.Restart restart -> act.undo() ? nothing() : restart(restart.instance());
      case Remedy.Replace replace -> act.undo() ? nothing() : evictions.evict(replace.instance());
      case Remedy.RollBack back -> act.undo() ? nothing() : rollBacks.back(back, act.key());
      case Remedy.HoldRestarts hold ->
          act.undo() ? holds.release(hold.workload(), act.key()) : holds.hold(hold, act.key());
      case Remedy.Eject eject ->
          act.undo()
              ? nothing()
              : answers.refused(
                  "Kubernetes keeps no single pod out of its Service: %s stays"
                      .formatted(eject.target()));
      case Remedy.AwaitPlatform _, Remedy.Escalate _ -> nothing();
    };
  }

  /** No API ends a container in place; the gentlest end is that of the pod, within its budget. */
  @Override
  public boolean restartsInPlace() {
    return false;
  }

  private Outcome restart(InstanceRef target) {
    Outcome outcome = evictions.evict(target);
    return new Outcome(
        outcome.kind(), outcome.detail() + " (Kubernetes has no restart in place)", outcome.at());
  }

  private Outcome nothing() {
    return answers.done("nothing to do");
  }

  @Override
  public Optional<Outcome> recall(String key) {
    return records.find(key).map(begun -> known(key, begun));
  }

  private Outcome known(String key, Begun begun) {
    Outcome outcome = begun.outcome();
    return outcome != null ? outcome : settled(key, settle(key, begun.remedy()));
  }

  /** The operator ended in the middle of the act: what does its target show? */
  private Outcome settle(String key, Remedy remedy) {
    return switch (remedy) {
      case Remedy.Restart r -> settle(r.instance());
      case Remedy.Replace r -> settle(r.instance());
      case Remedy.RollBack r -> settle(key, r.workload());
      case Remedy.HoldRestarts h -> settle(key, h.workload());
      case Remedy.Eject _, Remedy.AwaitPlatform _, Remedy.Escalate _ -> neverSent();
    };
  }

  /** A pod that lives on was not evicted; one that ends or is gone may have been. */
  private Outcome settle(InstanceRef target) {
    Pod pod = api.pods().inNamespace(target.workload().namespace()).withName(target.name()).get();
    boolean lives =
        pod != null
            && pod.getMetadata().getUid().equals(target.uid())
            && pod.getMetadata().getDeletionTimestamp() == null;
    return lives
        ? neverSent()
        : answers.unknown("%s ends or is gone, by whom is not known".formatted(target));
  }

  /** The mark on the Deployment is written in one request with the act itself, so it tells. */
  private Outcome settle(String key, WorkloadRef ref) {
    if (ref.kind() == WorkloadRef.Kind.STATEFUL_SET) {
      return neverSent();
    }
    Deployment now =
        api.apps().deployments().inNamespace(ref.namespace()).withName(ref.name()).get();
    boolean marked =
        now != null && Marks.annotation(now, Marks.LAST_ACT).filter(key::equals).isPresent();
    return marked ? answers.done("its mark is on the target") : neverSent();
  }

  private Outcome neverSent() {
    return answers.outcome(Kind.NEVER_SENT, Kind.NEVER_SENT.sentence());
  }
}
