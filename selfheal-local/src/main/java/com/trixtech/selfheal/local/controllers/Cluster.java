package com.trixtech.selfheal.local.controllers;

import static java.util.Objects.requireNonNull;

import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.Snapshot.ExitReason;
import com.trixtech.selfheal.local.controllers.WorkloadRecord.Revised;
import com.trixtech.selfheal.local.loop.Loop;
import com.trixtech.selfheal.local.net.AddressesUnavailable;
import com.trixtech.selfheal.local.node.Blueprint;
import com.trixtech.selfheal.local.node.Blueprints;
import com.trixtech.selfheal.local.node.ImageMap;
import com.trixtech.selfheal.local.node.Instance;
import com.trixtech.selfheal.local.node.InstanceRecord;
import com.trixtech.selfheal.local.node.Node;
import com.trixtech.selfheal.local.node.NodeOwner;
import com.trixtech.selfheal.local.node.NodeSettings;
import com.trixtech.selfheal.local.node.Orphans;
import com.trixtech.selfheal.local.state.LocalException;
import com.trixtech.selfheal.local.state.StateDirectory;
import com.trixtech.selfheal.manifest.Manifests;
import com.trixtech.selfheal.proxy.wire.ServiceRoute;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All workloads and Services, brought step by step to what was applied. Level-triggered: each
 * reconciliation looks at what is, and does only what is safe now. Confined to the event loop.
 */
public final class Cluster implements NodeOwner {
  private static final String OBJECTS = "applied/objects.json";
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final System.Logger LOG = System.getLogger(Cluster.class.getName());

  private final Loop loop;
  private final StateDirectory state;
  private final Blueprints blueprints;
  private final ServicePlane plane;
  private final Addresses addresses;
  private final Progress progress;
  private final Node node;
  private final Reconciliation reconciliation;
  private final Map<WorkloadRef, WorkloadRecord> workloads = new TreeMap<>();
  private final Set<WorkloadRef> failing = new HashSet<>();
  private Applied applied = Applied.NOTHING;
  private Predicate<WorkloadRef> keptDown = _ -> false;
  private List<ServiceRoute> published = List.of();
  private boolean adopting;
  private CompletionStage<?> publication = CompletableFuture.completedFuture(null);
  private boolean reconciliationDue;
  private boolean ending;

  @SuppressWarnings("this-escape")
  public Cluster(
      Loop loop,
      StateDirectory state,
      NodeSettings settings,
      ServicePlane plane,
      Addresses addresses,
      Progress progress) {
    this.loop = loop;
    this.state = state;
    this.blueprints = new Blueprints(state);
    this.plane = plane;
    this.addresses = addresses;
    this.progress = progress;
    this.node = new Node(loop, settings, state, this);
    this.reconciliation = new Reconciliation(loop, node, addresses, this::save, this::forget);
  }

  /** Adopts what an earlier healer left, and cleans up what it left half done. */
  public void adopt() {
    applied = state.read(OBJECTS, Applied.class).orElse(Applied.NOTHING);
    state.readAll("workloads", WorkloadRecord.class).forEach(w -> workloads.put(w.spec().ref(), w));
    List<InstanceRecord> records =
        state.readAll("instances", InstanceRecord.class).stream()
            .sorted(Comparator.comparing(InstanceRecord::createdAt))
            .toList();
    Set<String> known = records.stream().map(InstanceRecord::uid).collect(Collectors.toSet());
    new Orphans(node.table(), state.root()).killUnknown(known);
    adopting = true; // a truth of half the instances would take the others out of rotation
    records.forEach(node::adopt);
    adopting = false;
    node.watch();
    publish();
    soon();
  }

  /**
   * Brings the workloads to what the manifests and the images say. Nothing is changed when anything
   * is refused, or cannot be written.
   *
   * @return the workloads that have another revision now
   */
  public Set<WorkloadRef> apply(Manifests manifests, ImageMap images) {
    List<WorkloadSpec> specs = Admission.admit(manifests, images);
    Applied next = Applied.of(manifests);
    Map<WorkloadRef, WorkloadRecord> records = new LinkedHashMap<>();
    Set<WorkloadRef> revised = new HashSet<>();
    for (WorkloadSpec spec : specs) {
      WorkloadRecord now = workloads.get(spec.ref());
      if (now == null || !now.spec().hash().equals(spec.hash())) {
        revised.add(spec.ref());
      }
      records.put(
          spec.ref(),
          now == null
              ? WorkloadRecord.first(spec, loop.now())
              : now.revised(spec, loop.now(), null));
    }
    workloads.forEach((ref, workload) -> records.putIfAbsent(ref, workload.asRemoved()));
    Map<String, Object> files = new LinkedHashMap<>();
    files.put(OBJECTS, next);
    records.values().forEach(record -> files.put(record.file(), record));
    state.writeAll(files);
    applied = next;
    ending = false;
    workloads.putAll(records);
    publish();
    soon();
    return revised;
  }

  /** Ends everything for good, in parallel. */
  public void endAll() {
    ending = true;
    node.instances().forEach(i -> node.terminate(i, ExitReason.PLATFORM, null));
  }

  /** Evicts one instance within its budget; its workload makes another. */
  public Eviction evict(String uid, boolean dryRun, @Nullable String act) {
    Optional<Instance> found = node.instance(uid);
    if (found.isEmpty()) {
      return new Eviction.NotFound("no instance has the uid " + uid);
    }
    Eviction answer = budgets().eviction(found.get());
    if (answer instanceof Eviction.Allowed && !dryRun) {
      node.terminate(found.get(), ExitReason.HEALER, act);
      soon();
    }
    return answer;
  }

  /** Returns to a revision that is kept; empty when done, else why not. */
  public Optional<String> rollBack(WorkloadRef ref, String from, String to, @Nullable String act) {
    WorkloadRecord workload = workloads.get(ref);
    if (workload == null) {
      return Optional.of("there is no " + ref);
    }
    String current = workload.spec().hash();
    if (!current.equals(from)) {
      return Optional.of(
          "the current revision is %s (expected: %s, the one that was diagnosed)"
              .formatted(current, from));
    }
    Optional<Revised> target = workload.revision(to);
    if (target.isEmpty()) {
      return Optional.of("revision %s is not kept (expected: a kept revision)".formatted(to));
    }
    save(workload.revised(workload.spec().at(target.get()), loop.now(), act));
    soon();
    return Optional.empty();
  }

  /**
   * Holds (or, with null, frees) the restarts that probes would cause; false without the workload.
   */
  public boolean hold(WorkloadRef ref, @Nullable Instant until, @Nullable String act) {
    WorkloadRecord workload = workloads.get(ref);
    if (workload != null) {
      save(workload.held(until, act));
    }
    return workload != null;
  }

  /** Which workloads must not be started now; asked again at each start. */
  public void keepDown(Predicate<WorkloadRef> rule) {
    keptDown = rule;
  }

  public Node node() {
    return node;
  }

  public Applied applied() {
    return applied;
  }

  /** Every workload that is applied. */
  public Collection<WorkloadRecord> workloads() {
    return workloads.values().stream().filter(w -> !w.removed()).toList();
  }

  public Optional<WorkloadRecord> workload(WorkloadRef ref) {
    return Optional.ofNullable(workloads.get(ref));
  }

  public List<Instance> instances(WorkloadRef ref) {
    return node.instances().stream().filter(i -> i.record().workload().equals(ref)).toList();
  }

  /** The routes that are in force or about to be. */
  public List<ServiceRoute> routes() {
    return published;
  }

  public Budgets budgets() {
    return new Budgets(applied, node.instances(), this::template, workloads);
  }

  @Override
  public Blueprint blueprint(InstanceRecord instance) {
    WorkloadRef ref = instance.workload();
    Revised revision = revision(instance);
    PodTemplateSpec template = revision.template();
    return blueprints.of(
        template,
        revision.image(),
        PodContext.of(instance, template),
        requireNonNull(workloads.get(ref)).spec().claims(),
        PodContext.services(applied, ref.namespace(), addresses),
        applied.config(ref.namespace()));
  }

  @Override
  public CompletionStage<?> changed(Instance instance) {
    WorkloadRecord workload = workloads.get(instance.record().workload());
    if (workload != null) {
      progress.changed(instance, workload.spec().replicas(), instances(workload.spec().ref()));
      if (instance.ready() && !workload.spec().minReady().isZero()) {
        loop.after(workload.spec().minReady().plusMillis(1), this::soon);
      }
    }
    soon();
    return publish();
  }

  @Override
  public void gone(InstanceRecord instance) {
    progress.gone(instance);
    publish();
    soon();
  }

  @Override
  public boolean restartsHeld(InstanceRecord instance) {
    WorkloadRecord workload = workloads.get(instance.workload());
    return workload != null && workload.held(loop.now());
  }

  @Override
  public boolean startForbidden(InstanceRecord instance) {
    return ending || keptDown.test(instance.workload());
  }

  /** Reconciles once, however many reasons there are. */
  private void soon() {
    if (!reconciliationDue) {
      reconciliationDue = true;
      loop.run(() -> {
        reconciliationDue = false;
        List.copyOf(workloads.values()).forEach(this::attempt);
      });
    }
  }

  /** One workload that cannot be reconciled now, as on a full disk, does not hold up the others. */
  private void attempt(WorkloadRecord workload) {
    try {
      reconciliation.step(workload, instances(workload.spec().ref()), ending);
      failing.remove(workload.spec().ref());
    } catch (LocalException | AddressesUnavailable e) {
      if (failing.add(workload.spec().ref())) {
        LOG.log(
            System.Logger.Level.ERROR,
            "{0} is tried again each second: {1}",
            workload.spec().ref(),
            e.getMessage());
      }
      loop.after(RETRY, this::soon);
    }
  }

  private PodTemplateSpec template(InstanceRecord instance) {
    return revision(instance).template();
  }

  private Revised revision(InstanceRecord instance) {
    return workload(instance.workload())
        .flatMap(w -> w.revision(instance.template()))
        .orElseThrow(() ->
            new IllegalArgumentException(
                "revision: %s of %s is not kept (expected: a kept revision)"
                    .formatted(instance.template(), instance.workload())));
  }

  private CompletionStage<?> publish() {
    if (adopting) {
      return publication;
    }
    List<ServiceRoutes.Backend> backends =
        node.instances().stream()
            .filter(i ->
                workload(i.record().workload())
                    .flatMap(w -> w.revision(i.record().template()))
                    .isPresent())
            .map(i -> {
              InstanceRecord r = i.record();
              return new ServiceRoutes.Backend(
                  r.uid(),
                  r.name(),
                  r.ip(),
                  r.workload().namespace(),
                  r.template(),
                  template(r),
                  i.ready(),
                  !r.serving());
            })
            .toList();
    List<ServiceRoute> routes = ServiceRoutes.of(applied, backends, addresses::service);
    if (!routes.equals(published)) {
      published = routes;
      publication = plane.publish(routes);
    }
    return publication;
  }

  private void forget(WorkloadRecord workload) {
    workloads.remove(workload.spec().ref());
    state.delete(workload.file());
  }

  private void save(WorkloadRecord workload) {
    state.write(workload.file(), workload);
    workloads.put(workload.spec().ref(), workload);
  }
}
