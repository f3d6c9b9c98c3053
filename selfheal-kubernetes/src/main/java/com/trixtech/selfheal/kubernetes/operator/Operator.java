package com.trixtech.selfheal.kubernetes.operator;

import com.trixtech.selfheal.core.LoopSettings;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.kubernetes.alerts.AlertDoor;
import com.trixtech.selfheal.kubernetes.alerts.Alerts;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * The operator: tells its health from the first moment, waits for the API server where it is not
 * there yet, then watches, and heals while it leads. Thread-safe.
 */
public final class Operator implements AutoCloseable {
  private final OperatorMetrics metrics;
  private final Awaited<Candidate> candidate;
  private final Web web;
  private final AlertDoor door;

  /**
   * Begins at once, and needs no API server for that.
   *
   * @param watching with the client's usual retries
   * @param acting with none, and with a time-out well below the lease's
   */
  public Operator(
      OperatorSettings settings,
      LoopSettings loop,
      KubernetesClient watching,
      KubernetesClient acting) {
    this(settings, loop, watching, acting, LeaseRhythm.DEFAULT);
  }

  Operator(
      OperatorSettings settings,
      LoopSettings loop,
      KubernetesClient watching,
      KubernetesClient acting,
      LeaseRhythm rhythm) {
    InstantSource clock = InstantSource.system();
    metrics = new OperatorMetrics(this::leads, this::seenAt, clock);
    Alerts alerts = new Alerts(clock);
    candidate =
        new Awaited<>(
            "the API server " + acting.getMasterUrl(),
            () -> new Candidate(settings, loop, watching, acting, rhythm, metrics, alerts, clock));
    web = new Web(settings.host(), settings.port(), this::missing, metrics::text);
    door = new AlertDoor(settings.alertToken(), alerts, this::targets, new Seat(), clock);
    web.add(AlertDoor.PATH, door);
    candidate.start();
  }

  private Optional<String> missing() {
    return candidate.missing().or(() -> candidate.get().flatMap(Candidate::missing));
  }

  private Instant seenAt() {
    return candidate.get().map(Candidate::seenAt).orElse(Instant.MIN);
  }

  /** What policies are about, also where another process leads. */
  private Set<WorkloadRef> targets() {
    return candidate.get().map(Candidate::targets).orElse(Set.of());
  }

  /** Where the leader is, for what comes to a process that is not it. Thread-safe. */
  private final class Seat implements AlertDoor.Leader {
    @Override
    public boolean here() {
      return leads();
    }

    @Override
    public Optional<URI> elsewhere() {
      return candidate
          .get()
          .flatMap(Candidate::leaderAddress)
          .map(ip -> ip.contains(":") ? "[" + ip + "]" : ip)
          .map(ip -> URI.create("http://%s:%d%s".formatted(ip, web.port(), AlertDoor.PATH)));
    }
  }

  /** Where health and metrics are served. */
  public int port() {
    return web.port();
  }

  /** Whether this process leads now. */
  public boolean leads() {
    return candidate.get().filter(Candidate::leads).isPresent();
  }

  /** Ends the term, gives the lease back, and lets go of the cluster. */
  @Override
  public void close() {
    candidate.close();
    candidate.get().ifPresent(Candidate::close);
    web.close();
    door.close();
  }
}
