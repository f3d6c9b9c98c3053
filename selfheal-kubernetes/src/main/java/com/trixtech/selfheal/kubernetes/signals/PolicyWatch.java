package com.trixtech.selfheal.kubernetes.signals;

import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** The HealPolicies, as they were last told of. Thread-safe. */
public final class PolicyWatch implements AutoCloseable {
  private final Watched<HealPolicy> policies;
  private final AtomicLong version = new AtomicLong();

  /**
   * Begins to watch.
   *
   * @param namespaces by name; empty = all
   * @param changed called after each change, by the watch's thread; must not block
   */
  public PolicyWatch(KubernetesClient api, Set<String> namespaces, Runnable changed) {
    policies =
        Watched.in(
            namespaces,
            api.resources(HealPolicy.class),
            UnaryOperator.identity(),
            p -> "",
            _ -> {
              version.incrementAndGet();
              changed.run();
            });
    policies.start();
  }

  /** Why not all were listed once, before which one that is absent may only be late; else empty. */
  public Optional<String> missing() {
    return policies.missing();
  }

  /** Grows with each change of a policy, its status among them. */
  public long version() {
    return version.get();
  }

  /** All policies, in the order of their names. */
  public List<HealPolicy> all() {
    return policies.all().stream()
        .sorted(
            Comparator.comparing((HealPolicy p) -> p.getMetadata().getNamespace())
                .thenComparing(p -> p.getMetadata().getName()))
        .toList();
  }

  @Override
  public void close() {
    policies.close();
  }
}
