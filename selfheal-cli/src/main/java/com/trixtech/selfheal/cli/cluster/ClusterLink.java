package com.trixtech.selfheal.cli.cluster;

import com.trixtech.selfheal.cli.cluster.Seen.Watched;
import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.views.IncidentViews;
import com.trixtech.selfheal.server.ControlLink;
import com.trixtech.selfheal.server.api.ApplyReport;
import com.trixtech.selfheal.server.api.Automation;
import com.trixtech.selfheal.server.api.Explanation;
import com.trixtech.selfheal.server.api.Fault;
import com.trixtech.selfheal.server.api.IncidentView;
import com.trixtech.selfheal.server.api.LogChunk;
import com.trixtech.selfheal.server.api.Metrics;
import com.trixtech.selfheal.server.api.PauseView;
import com.trixtech.selfheal.server.api.Requests;
import com.trixtech.selfheal.server.api.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One namespace of a cluster as a control plane. Each question reads the cluster anew; nothing is
 * kept between two of them. Thread-safe.
 */
public final class ClusterLink implements ControlLink {
  /** Kept, or it would be forgotten together with its level. */
  private static final Logger CLIENT = Logger.getLogger("io.fabric8.kubernetes.client");

  private final ClusterTarget target;
  private final InstantSource clock;
  private final KubernetesClient api;
  private final Namespace namespace;
  private final Confirmation confirmation;

  private ClusterLink(
      ClusterTarget target, Kubeconfig used, InstantSource clock, Consumer<String> besides) {
    this.target = target;
    this.clock = clock;
    this.api = new KubernetesClientBuilder().withConfig(used.config()).build();
    this.namespace = new Namespace(api, used);
    this.confirmation = new Confirmation(namespace, clock, besides);
  }

  /**
   * Reads the kubeconfig; does not ask the cluster anything yet.
   *
   * @param besides told, in a sentence, what whoever asks should know besides an answer
   * @throws CommandFailure when it does not say which cluster
   */
  public static ClusterLink open(
      ClusterTarget target, InstantSource clock, Consumer<String> besides) {
    CLIENT.setLevel(Level.OFF); // its failures are said once, by the command
    return new ClusterLink(target, Kubeconfig.of(target), clock, besides);
  }

  Seen seen() {
    return namespace.read(clock.instant());
  }

  KubernetesClient api() {
    return api;
  }

  Namespace namespace() {
    return namespace;
  }

  @Override
  public Status status() {
    return new ClusterStatus(seen(), target).status();
  }

  @Override
  public List<IncidentView> incidents(boolean all) {
    return seen().newestFirst(all).stream().map(IncidentViews::of).toList();
  }

  @Override
  public IncidentView incident(String id) {
    return incidents(true).stream()
        .filter(i -> i.id().equals(id))
        .findFirst()
        .orElseThrow(() -> target.noIncident(id));
  }

  @Override
  public Explanation explain(String name) {
    Seen seen = seen();
    ClusterStatus statuses = new ClusterStatus(seen, target);
    Watched watched = Watched.named(name, seen.policies(), "an instance, or one of ").getFirst();
    return ClusterExplanation.of(watched, seen, statuses);
  }

  /** By whom, the API server says, whatever the request does. */
  @Override
  public PauseView pause(Requests.PauseFor request) {
    return new ClusterPauses(namespace, target, confirmation, clock).pause(request);
  }

  @Override
  public List<PauseView> resume(String id) {
    return new ClusterPauses(namespace, target, confirmation, clock).resume(id);
  }

  /** By whom, the API server says, whatever {@code by} is. */
  @Override
  public IncidentView approve(String incident, String by) {
    return new ClusterApproval(namespace, target, confirmation).give(incident);
  }

  @Override
  public Automation automation() {
    throw ClusterTarget.refusal("automation");
  }

  @Override
  public ApplyReport apply(Requests.Apply request) {
    throw ClusterTarget.refusal("apply");
  }

  @Override
  public LogChunk logs(String instance, int lines, OptionalLong from) {
    throw ClusterTarget.refusal("logs");
  }

  @Override
  public Fault inject(Requests.Inject request) {
    throw ClusterTarget.refusal("drill");
  }

  @Override
  public List<Fault> faults() {
    throw ClusterTarget.refusal("drill");
  }

  @Override
  public Fault removeFault(String id) {
    throw ClusterTarget.refusal("drill");
  }

  @Override
  public Metrics metrics() {
    throw ClusterTarget.refusal("metrics");
  }

  @Override
  public void close() {
    api.close();
  }
}
