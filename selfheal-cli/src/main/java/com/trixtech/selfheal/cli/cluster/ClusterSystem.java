package com.trixtech.selfheal.cli.cluster;

import com.trixtech.selfheal.cli.cluster.drill.ClusterTraffic;
import com.trixtech.selfheal.cli.cluster.drill.DrillLease;
import com.trixtech.selfheal.cli.cluster.drill.DrillRights;
import com.trixtech.selfheal.cli.cluster.drill.FaultPods;
import com.trixtech.selfheal.cli.cluster.drill.Releases;
import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.views.IncidentViews;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.drill.Disturbance;
import com.trixtech.selfheal.drill.Drill;
import com.trixtech.selfheal.drill.FaultKind;
import com.trixtech.selfheal.drill.system.DrilledSystem;
import com.trixtech.selfheal.drill.system.Reservation;
import com.trixtech.selfheal.drill.system.Time;
import com.trixtech.selfheal.drill.system.Traffic;
import com.trixtech.selfheal.server.ControlException;
import com.trixtech.selfheal.server.api.Fault;
import com.trixtech.selfheal.server.api.IncidentView;
import com.trixtech.selfheal.server.api.Metrics;
import com.trixtech.selfheal.server.api.Problem;
import com.trixtech.selfheal.server.api.Requests;
import com.trixtech.selfheal.server.api.Status;
import com.trixtech.selfheal.server.api.Status.ServiceStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One namespace of a cluster as the system that a drill runs on. Real faults, with the rights of
 * whoever runs the drill; each ends by itself. For one thread.
 */
public final class ClusterSystem implements DrilledSystem, AutoCloseable {
  /** Each look is some requests, of a server that others ask as well. */
  private static final Duration RHYTHM = Duration.ofMillis(500);

  /** How Patroni marks the member that leads; the second one is what it wrote before version 4. */
  private static final Set<String> LEADS = Set.of("primary", "master");

  private final ClusterTarget target;
  private final ClusterLink link;
  private final KubernetesClient api;
  private final Namespace namespace;
  private final DrillOptions options;
  private final FaultPods faults;
  private final Releases releases;
  private @Nullable DrillLease lease;
  private @Nullable List<ServiceStatus> services;

  private ClusterSystem(ClusterTarget target, ClusterLink link, DrillOptions options) {
    this.target = target;
    this.link = link;
    this.api = link.api();
    this.namespace = link.namespace();
    this.options = options;
    this.faults =
        new FaultPods(
            api, namespace.name(), options.faultNamespace(), options.faultImage(), Time.SYSTEM);
    this.releases = new Releases(api, namespace.name(), Time.SYSTEM);
  }

  /**
   * Reads the kubeconfig; does not ask the cluster anything yet.
   *
   * @throws CommandFailure when it does not say which cluster
   */
  public static ClusterSystem open(
      ClusterTarget target, InstantSource clock, Consumer<String> besides, DrillOptions options) {
    return new ClusterSystem(target, ClusterLink.open(target, clock, besides), options);
  }

  /** Where this namespace's reports are, and the note of a drill that has left something. */
  public static Path state(Path state, ClusterTarget target) {
    Kubeconfig used = Kubeconfig.of(target);
    return state
        .resolve("clusters")
        .resolve(used.context().replaceAll("[^\\w.-]", "_"))
        .resolve(used.config().getNamespace());
  }

  /** The guests. */
  public Traffic traffic() {
    return new ClusterTraffic(
        api, namespace.name(), options.loadManifests(), options.loadImage(), Time.SYSTEM);
  }

  @Override
  public Status status() {
    return ask(() -> {
      Status now = link.status();
      return new Status(
          now.health(),
          now.automation(),
          now.workloads(),
          services(),
          now.incidents(),
          now.attention(),
          now.pauses(),
          now.at(),
          now.healer());
    });
  }

  /** As the guests reach them, who are in the same namespace. Read once. */
  private List<ServiceStatus> services() {
    List<ServiceStatus> known = services;
    if (known == null) {
      known =
          api.services().inNamespace(namespace.name()).list().getItems().stream()
              .filter(s -> s.getSpec().getPorts() != null && !s.getSpec().getPorts().isEmpty())
              .map(s -> new ServiceStatus(s.getMetadata().getName(), url(s)))
              .toList();
      services = known;
    }
    return known;
  }

  private static String url(Service service) {
    return "http://%s:%d"
        .formatted(
            service.getMetadata().getName(), service.getSpec().getPorts().getFirst().getPort());
  }

  @Override
  public List<IncidentView> incidents() {
    return ask(() -> namespace.history().incidents().stream().map(IncidentViews::of).toList());
  }

  /** The operator's are in its own pod, behind its own door. */
  @Override
  public Optional<Metrics> metrics() {
    return Optional.empty();
  }

  @Override
  public Duration rhythm() {
    return RHYTHM;
  }

  /** What is asked again and again must not end a drill when it is not answered once. */
  private <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (CommandFailure e) {
      throw new ControlException(
          Problem.Code.UNAVAILABLE, String.valueOf(e.getMessage()), null, null);
    } catch (KubernetesClientException e) {
      throw new ControlException(
          Problem.Code.UNAVAILABLE, "API server: " + e.getMessage(), null, null);
    }
  }

  @Override
  public List<String> objections(Drill drill) {
    return ask(() -> {
      Seen seen = link.seen();
      List<String> against = new ArrayList<>(seen.blind());
      against.addAll(DrillRights.missing(api, namespace.name(), options.faultNamespace(), drill));
      against.addAll(new DrillObjections(seen, faults, releases).to(drill));
      if (lease != null && !lease.undone()) {
        against.add(
            "the release of an earlier drill is not taken back (expected: %s)"
                .formatted(target.command("drill clean")));
      }
      return against;
    });
  }

  /** What fails of a revision that was never proven is blamed on it, whatever the fault was. */
  @Override
  public Optional<String> awaited(Drill drill) {
    return switch (drill.disturbance()) {
      case Disturbance.OnInstances on -> unproven(on.target());
      case Disturbance.BadRelease bad -> unproven(bad.target());
      case Disturbance.OnPrimary _,
          Disturbance.OnWorkload _,
          Disturbance.GoodRelease _,
          Disturbance.HealerKilled _,
          Disturbance.OfProvider _,
          Disturbance.Burst _ ->
          Optional.empty();
    };
  }

  /** Nothing for what is no Deployment: only those have revisions. */
  private Optional<String> unproven(String workload) {
    return ask(() ->
        namespace
            .unproven(new WorkloadRef(namespace.name(), WorkloadRef.Kind.DEPLOYMENT, workload))
            .map(revision ->
                "revision %s of %s is not yet proven good (expected: all its pods Ready together for its policy's requireReadyFor)"
                    .formatted(revision, workload)));
  }

  @Override
  public Reservation reserve(String drill) {
    String by =
        "%s, process %d"
            .formatted(namespace.user().orElse("somebody"), ProcessHandle.current().pid());
    try {
      DrillLease taken = DrillLease.take(api, namespace.name(), by, drill);
      lease = taken;
      return taken;
    } catch (KubernetesClientException e) {
      throw ClusterFailure.of(e, "take", "leases", namespace.used());
    }
  }

  private DrillLease held() {
    return Objects.requireNonNull(lease, "reserved before anything is done");
  }

  @Override
  public Optional<String> primary(String workload) {
    return ask(() ->
        link.seen().instances(workload).stream()
            .filter(p -> LEADS.contains(p.getMetadata().getLabels().getOrDefault("role", "")))
            .map(p -> p.getMetadata().getName())
            .findFirst());
  }

  @Override
  public List<Fault> inject(FaultKind kind, List<String> targets, Duration duration)
      throws InterruptedException {
    List<Pod> victims =
        targets.stream()
            .map(name ->
                Optional.ofNullable(api.pods().inNamespace(namespace.name()).withName(name).get())
                    .orElseThrow(() ->
                        new IllegalStateException(
                            "pod: %s is gone (expected: to be there)".formatted(name))))
            .toList();
    return faults.inject(kind, victims, duration);
  }

  @Override
  public List<Fault> faults() {
    return ask(faults::active);
  }

  @Override
  public void removeFault(String id) throws InterruptedException {
    faults.remove(id);
  }

  @Override
  public void release(String workload, Map<String, String> environment, Path record)
      throws IOException {
    releases.release(held(), workload, environment);
  }

  @Override
  public List<String> original() throws InterruptedException {
    return releases.original(held());
  }

  @Override
  public List<String> tidy() {
    List<String> done = new ArrayList<>(ClusterTraffic.tidy(api, namespace.name()));
    faults.tidy().forEach(name -> done.add("removed pod " + name));
    return done;
  }

  @Override
  public String options() {
    return target.options();
  }

  @Override
  public String pause(String reason, Duration duration) {
    return ask(() -> link.pause(new Requests.PauseFor("all", reason, "drill", duration)).id());
  }

  @Override
  public void resume(String pause) {
    ask(() -> link.resume(pause));
  }

  @Override
  public void close() {
    link.close();
  }
}
