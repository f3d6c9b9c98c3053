package com.trixtech.selfheal.kubernetes.operator;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Who leads, as the lease tells anybody. Immutable.
 *
 * @param pod the pod of the operator that holds the lease, or held it last
 * @param renewedAt when it last said that it lives
 * @param until when others may take the lease
 */
public record Leader(String pod, Instant renewedAt, Instant until) {

  /**
   * Reads the lease of the operator in a namespace; empty where nobody ever led there.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when it cannot be read
   */
  public static Optional<Leader> read(KubernetesClient api, String namespace) {
    return Optional.ofNullable(api.leases().inNamespace(namespace).withName(Leadership.LEASE).get())
        .flatMap(Leader::of);
  }

  private static Optional<Leader> of(Lease lease) {
    if (lease.getSpec() == null
        || lease.getSpec().getRenewTime() == null
        || Objects.requireNonNullElse(lease.getSpec().getHolderIdentity(), "").isEmpty()) {
      return Optional.empty();
    }
    Instant renewed = lease.getSpec().getRenewTime().toInstant();
    int seconds = Objects.requireNonNullElse(lease.getSpec().getLeaseDurationSeconds(), 0);
    return Optional.of(
        new Leader(
            Leadership.pod(lease.getSpec().getHolderIdentity()),
            renewed,
            renewed.plusSeconds(seconds)));
  }

  /** Whether its lease holds at that time. */
  public boolean leads(Instant now) {
    return now.isBefore(until);
  }
}
