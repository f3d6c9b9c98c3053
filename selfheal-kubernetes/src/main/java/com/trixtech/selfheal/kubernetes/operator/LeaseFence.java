package com.trixtech.selfheal.kubernetes.operator;

import com.trixtech.selfheal.kubernetes.act.Fence;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fence of one term: the lease must still be held by this life of this process, must not have
 * changed hands since, and must last longer than an act may take. So it stays closed also where the
 * same process leads again later and an old thread wakes up. Thread-safe.
 */
record LeaseFence(
    KubernetesClient api,
    String namespace,
    String identity,
    int transitions,
    LeaseRhythm rhythm,
    InstantSource clock)
    implements Fence {

  /** The fence of the term that has just begun. */
  static LeaseFence of(
      KubernetesClient api,
      String namespace,
      String identity,
      LeaseRhythm rhythm,
      InstantSource clock) {
    int transitions = transitions(lease(api, namespace));
    return new LeaseFence(api, namespace, identity, transitions, rhythm, clock);
  }

  @Override
  public Optional<String> closed() {
    Lease now = lease(api, namespace);
    if (now == null || now.getSpec() == null) {
      return Optional.of("there is no lease " + Leadership.LEASE);
    }
    String holder = Objects.requireNonNullElse(now.getSpec().getHolderIdentity(), "nobody");
    if (!holder.equals(identity)) {
      return Optional.of("%s holds the lease (expected: %s)".formatted(holder, identity));
    }
    if (transitions(now) != transitions) {
      return Optional.of(
          "the lease has changed hands %d times (expected: %d)"
              .formatted(transitions(now), transitions));
    }
    Instant until =
        now.getSpec().getRenewTime() == null
            ? Instant.EPOCH
            : now.getSpec().getRenewTime().toInstant().plus(length(now));
    Instant latest = clock.instant().plus(rhythm.lease().minus(rhythm.renew()));
    return latest.isAfter(until)
        ? Optional.of("the lease ends at %s, too soon for an act".formatted(until))
        : Optional.empty();
  }

  /** As the lease says: one that was given back keeps its holder's name and lasts one second. */
  private static Duration length(Lease lease) {
    return Duration.ofSeconds(
        Objects.requireNonNullElse(lease.getSpec().getLeaseDurationSeconds(), 0));
  }

  private static @Nullable Lease lease(KubernetesClient api, String namespace) {
    return api.leases().inNamespace(namespace).withName(Leadership.LEASE).get();
  }

  private static int transitions(@Nullable Lease lease) {
    return lease == null || lease.getSpec() == null
        ? -1
        : Objects.requireNonNullElse(lease.getSpec().getLeaseTransitions(), 0);
  }
}
