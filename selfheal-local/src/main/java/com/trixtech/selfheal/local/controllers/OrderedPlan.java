package com.trixtech.selfheal.local.controllers;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a StatefulSet's controller does next: one thing at a time. Pure. */
sealed interface OrderedPlan {
  /** Make the instance with this ordinal. */
  record Create(int ordinal) implements OrderedPlan {}

  /** End this instance; its ordinal is filled again while it is wanted. */
  record Remove(String uid) implements OrderedPlan {}

  /** Nothing to do, or something to wait for. */
  record Wait() implements OrderedPlan {}

  /**
   * In this order: nothing while one terminates; an outdated instance that does not serve is
   * replaced (Kubernetes would wait for it for ever, kubernetes#67250, and no roll-back would
   * help); missing ordinals are filled from below, each after the one before is available; surplus
   * ones go from above; outdated ones are replaced from above.
   *
   * @param updates false for OnDelete
   */
  static OrderedPlan next(int desired, boolean updates, List<Member> members) {
    if (members.stream().anyMatch(Member::terminating)) {
      return new Wait();
    }
    List<Member> fromAbove =
        members.stream().sorted(Comparator.comparingInt(Member::ordinal).reversed()).toList();
    Optional<Member> stuck =
        fromAbove.stream().filter(m -> updates && !m.current() && !m.available()).findFirst();
    if (stuck.isPresent()) {
      return new Remove(stuck.get().uid());
    }
    for (int i = 0; i < desired; i++) {
      int ordinal = i;
      Optional<Member> there = members.stream().filter(m -> m.ordinal() == ordinal).findFirst();
      if (there.isEmpty()) {
        return new Create(ordinal);
      }
      if (!there.get().available()) {
        return new Wait();
      }
    }
    return fromAbove.stream()
        .filter(m -> m.ordinal() >= desired)
        .findFirst()
        .or(() -> fromAbove.stream().filter(m -> updates && !m.current()).findFirst())
        .<OrderedPlan>map(m -> new Remove(m.uid()))
        .orElse(new Wait());
  }
}
