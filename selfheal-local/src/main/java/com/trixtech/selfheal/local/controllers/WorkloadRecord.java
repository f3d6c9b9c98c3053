package com.trixtech.selfheal.local.controllers;

import com.trixtech.selfheal.local.node.Image;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One workload as it stands on the disk. Immutable.
 *
 * @param revisions all that are kept, by number
 * @param changedAt when the present template became the current one
 * @param heldUntil until when probes do not end its processes
 * @param lastAct key of the last act on it
 * @param removed whether it is no longer applied and only waits for its instances to end
 */
public record WorkloadRecord(
    WorkloadSpec spec,
    List<Revised> revisions,
    Instant changedAt,
    @Nullable Instant heldUntil,
    @Nullable String lastAct,
    boolean removed) {

  /** One revision. Its number grows each time that it becomes current again, as on Kubernetes. */
  public record Revised(
      int number, String hash, PodTemplateSpec template, Image image, Instant changedAt) {}

  public WorkloadRecord {
    revisions = List.copyOf(revisions);
  }

  /** A workload that was never here. */
  public static WorkloadRecord first(WorkloadSpec spec, Instant now) {
    Revised first = new Revised(1, spec.hash(), spec.template(), spec.image(), now);
    return new WorkloadRecord(spec, List.of(first), now, null, null, false);
  }

  /** The same workload as it is asked for now; a new template makes, or renews, a revision. */
  public WorkloadRecord revised(WorkloadSpec next, Instant now, @Nullable String act) {
    if (next.hash().equals(spec.hash())) {
      return new WorkloadRecord(next, revisions, changedAt, heldUntil, lastAct, false);
    }
    int number = revisions.getLast().number() + 1;
    List<Revised> renewed =
        Stream.concat(
                revisions.stream().filter(r -> !r.hash().equals(next.hash())),
                Stream.of(new Revised(number, next.hash(), next.template(), next.image(), now)))
            .toList();
    return new WorkloadRecord(next, renewed, now, heldUntil, act == null ? lastAct : act, false);
  }

  public WorkloadRecord held(@Nullable Instant until, @Nullable String act) {
    return new WorkloadRecord(spec, revisions, changedAt, until, act, removed);
  }

  public WorkloadRecord asRemoved() {
    return new WorkloadRecord(spec.scaledToZero(), revisions, changedAt, heldUntil, lastAct, true);
  }

  /** Without the oldest revisions beyond the limit; never without the current or one in use. */
  public WorkloadRecord pruned(Predicate<String> inUse) {
    List<Revised> old =
        revisions.stream()
            .filter(r -> !r.hash().equals(spec.hash()) && !inUse.test(r.hash()))
            .sorted(Comparator.comparingInt(Revised::number).reversed())
            .skip(spec.historyLimit())
            .toList();
    List<Revised> kept = revisions.stream().filter(r -> !old.contains(r)).toList();
    return new WorkloadRecord(spec, kept, changedAt, heldUntil, lastAct, removed);
  }

  public Optional<Revised> revision(String hash) {
    return revisions.stream().filter(r -> r.hash().equals(hash)).findFirst();
  }

  public boolean held(Instant now) {
    return heldUntil != null && now.isBefore(heldUntil);
  }

  /** Where it stands in the state directory. */
  public String file() {
    var ref = spec.ref();
    return "workloads/" + ref.namespace() + "." + ref.kind().word() + "." + ref.name() + ".json";
  }
}
