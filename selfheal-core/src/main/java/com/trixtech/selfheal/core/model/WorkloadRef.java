package com.trixtech.selfheal.core.model;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/** Names a workload. Two references are the same workload when all three parts are equal. */
public record WorkloadRef(String namespace, Kind kind, String name)
    implements Comparable<WorkloadRef> {

  private static final Comparator<WorkloadRef> ORDER =
      Comparator.comparing(WorkloadRef::namespace)
          .thenComparing(WorkloadRef::kind)
          .thenComparing(WorkloadRef::name);

  /** What Kubernetes calls the workload. */
  public enum Kind {
    DEPLOYMENT("Deployment"),
    STATEFUL_SET("StatefulSet");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The manifest's spelling, such as {@code StatefulSet}. */
    public String word() {
      return word;
    }
  }

  public WorkloadRef {
    requireNonNull(namespace, "namespace");
    requireNonNull(kind, "kind");
    requireNonNull(name, "name");
  }

  @Override
  public int compareTo(WorkloadRef other) {
    return ORDER.compare(this, other);
  }

  /** {@code Deployment/trixtech-backend}: what people read; the namespace is left out. */
  @Override
  public String toString() {
    return kind.word() + "/" + name;
  }
}
