package com.trixtech.selfheal.kubernetes.operator;

import com.trixtech.selfheal.core.HealingLoop;
import com.trixtech.selfheal.core.LoopSettings;
import com.trixtech.selfheal.core.act.Actuator;
import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.kubernetes.act.Fence;
import com.trixtech.selfheal.kubernetes.act.KubernetesActuator;
import com.trixtech.selfheal.kubernetes.act.OverdueHolds;
import com.trixtech.selfheal.kubernetes.alerts.Alerts;
import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import com.trixtech.selfheal.kubernetes.journal.RemediationJournal;
import com.trixtech.selfheal.kubernetes.journal.Retention;
import com.trixtech.selfheal.kubernetes.signals.DependencyChecks;
import com.trixtech.selfheal.kubernetes.signals.KubernetesSignals;
import com.trixtech.selfheal.kubernetes.signals.PolicyWatch;
import com.trixtech.selfheal.kubernetes.signals.Scope;
import com.trixtech.selfheal.kubernetes.signals.Watches;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One process of the operator once the API server has answered: watches, and while it leads, heals.
 * One that does not lead keeps its watches warm. Thread-safe.
 */
final class Candidate implements AutoCloseable {
  private static final Duration OVERDUE_RHYTHM = Duration.ofSeconds(5);
  private static final Duration OUTBOX_REST = Duration.ofSeconds(2);
  private static final System.Logger LOG = System.getLogger(Candidate.class.getName());

  private final OperatorSettings settings;
  private final LoopSettings loopSettings;
  private final KubernetesClient acting;
  private final InstantSource clock;
  private final Wake wake = new Wake();
  private final Watches watches;
  private final PolicyWatch policies;
  private final DependencyChecks checks;
  private final OperatorMetrics metrics;
  private final Alerts alerts;
  private final Outbox outbox;
  private final Leadership leadership;
  private final Readings readings = new Readings();
  private volatile PolicyBook book = PolicyBook.EMPTY;
  private volatile Set<WorkloadRef> wanted = Set.of();
  private long bookVersion = -1;

  /**
   * Begins to watch and to seek the lease.
   *
   * @throws KubernetesClientException when the API server does not say what may be watched
   */
  Candidate(
      OperatorSettings settings,
      LoopSettings loop,
      KubernetesClient watching,
      KubernetesClient acting,
      LeaseRhythm rhythm,
      OperatorMetrics metrics,
      Alerts alerts,
      InstantSource clock) {
    this.settings = settings;
    this.loopSettings = loop;
    this.acting = acting;
    this.metrics = metrics;
    this.alerts = alerts;
    this.clock = clock;
    Scope scope = scope(new Rights(acting), settings);
    watches = new Watches(watching, scope, clock, acting::getKubernetesVersion, wake::now);
    checks = new DependencyChecks(clock, watches::endpoints);
    policies = new PolicyWatch(watching, settings.namespaces(), wake::now);
    outbox = new Outbox(OUTBOX_REST);
    leadership =
        new Leadership(acting, settings.home(), settings.pod(), rhythm, clock, this::begin);
    leadership.start();
  }

  private static Scope scope(Rights rights, OperatorSettings settings) {
    Scope scope =
        new Scope(
            settings.namespaces(),
            rights.mayWatch("", "nodes", ""),
            rights.mayWatch("discovery.k8s.io", "endpointslices", settings.home()),
            rights.mayWatch("", "secrets", settings.home()));
    if (!scope.nodes()) {
      LOG.log(
          System.Logger.Level.WARNING, "nodes may not be watched: a lost one is not told apart");
    }
    return scope;
  }

  /** What is still missing that the loop needs; empty once it has all. */
  Optional<String> missing() {
    return watches.missing().or(policies::missing);
  }

  /** When the cluster was last known to be seen whole. */
  Instant seenAt() {
    return watches.seenAt();
  }

  boolean leads() {
    return leadership.leads();
  }

  /** What policies are about, also where another process leads. */
  Set<WorkloadRef> targets() {
    return PolicyBook.of(policies.all(), settings.mode()).policies().stream()
        .map(Policy::target)
        .collect(Collectors.toSet());
  }

  /** The address of the pod that leads; empty where nobody can say. */
  Optional<String> leaderAddress() {
    try {
      return leadership
          .leader()
          .map(pod -> acting.pods().inNamespace(settings.home()).withName(pod).get())
          .map(pod -> pod.getStatus().getPodIP());
    } catch (KubernetesClientException unreachable) {
      return Optional.empty();
    }
  }

  private Leadership.End begin(Fence fence) {
    Leading leading = new Leading(fence);
    Term term =
        new Term(
            () -> missing().isEmpty() && watches.settled(),
            leading::loop,
            leading::turn,
            wake,
            metrics::failed);
    return () -> {
      term.close();
      outbox.clear(); // the next leader says how things stand
    };
  }

  /** Reads the policies again where one has changed. */
  private void read() {
    long version = policies.version();
    if (version != bookVersion) {
      List<HealPolicy> all = policies.all();
      readings.keep(all);
      PolicyBook now = PolicyBook.of(all, settings.mode(), readings::of);
      wanted = now.workloads();
      checks.follow(now.followed().stream().map(PolicyBook.Page.Followed::read).toList());
      book = now;
      bookVersion = version;
    }
  }

  /** What one term owns. Confined to its thread. */
  private final class Leading {
    private final Fence fence;
    private final OverdueHolds overdue;
    private @Nullable Publisher publisher;
    private PolicyBook configured = PolicyBook.EMPTY;
    private Instant nextOverdue = Instant.MIN;

    Leading(Fence fence) {
      this.fence = fence;
      this.overdue = new OverdueHolds(acting, fence, clock);
    }

    HealingLoop loop() {
      read();
      RemediationJournal journal =
          RemediationJournal.open(
              acting, settings.home(), settings.namespaces(), Retention.DEFAULT);
      journal.torn().ifPresent(t -> LOG.log(System.Logger.Level.ERROR, t));
      if (journal.foreign() > 0) {
        LOG.log(
            System.Logger.Level.WARNING,
            "journal: %d entries of another build are kept and not understood"
                .formatted(journal.foreign()));
      }
      publisher = new Publisher(acting, journal, outbox, clock);
      configured = book;
      KubernetesSignals signals =
          new KubernetesSignals(
              watches, () -> wanted, checks::facts, alerts::firing, acting, clock);
      Actuator gateway =
          settings.mode() == Mode.OBSERVE
              ? new ObserveOnly(clock)
              : new KubernetesActuator(acting, journal, fence, clock);
      return new HealingLoop(
          loopSettings, book.policies(), clock, signals, metrics.counting(gateway), journal);
    }

    void turn(HealingLoop loop) {
      read();
      if (configured != book) {
        configured = book;
        loop.configure(book.policies());
      }
      Pauses.follow(book.followed(), loop, clock.instant());
      Approvals.give(book.followed(), loop.incidents(), loop::approve);
      metrics.step(loop::step);
      metrics.count(loop, book);
      if (publisher != null) {
        publisher.publish(loop, book);
      }
      Instant now = clock.instant();
      if (settings.mode() != Mode.OBSERVE && !now.isBefore(nextOverdue)) {
        nextOverdue = now.plus(OVERDUE_RHYTHM);
        overdue
            .end(watches.held())
            .forEach((workload, outcome) ->
                LOG.log(
                    System.Logger.Level.WARNING,
                    "the hold of %s was overdue: %s".formatted(workload, outcome.detail())));
      }
    }
  }

  /** Ends the term, gives the lease back, and lets go of the cluster. */
  @Override
  public void close() {
    leadership.close();
    outbox.close();
    checks.close();
    policies.close();
    watches.close();
  }
}
