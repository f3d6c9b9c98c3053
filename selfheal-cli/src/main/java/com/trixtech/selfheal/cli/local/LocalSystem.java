package com.trixtech.selfheal.cli.local;

import com.trixtech.selfheal.cli.healer.HealerLaunch;
import com.trixtech.selfheal.cli.healer.HealerSystem;
import com.trixtech.selfheal.cli.views.IncidentViews;
import com.trixtech.selfheal.core.HealingLoop;
import com.trixtech.selfheal.core.LoopSettings;
import com.trixtech.selfheal.core.StepReport;
import com.trixtech.selfheal.core.journal.Journal.JournalUnavailable;
import com.trixtech.selfheal.core.model.Pause;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.local.LocalRuntime;
import com.trixtech.selfheal.local.LocalStatus;
import com.trixtech.selfheal.local.journal.FileJournal;
import com.trixtech.selfheal.local.state.LocalException;
import com.trixtech.selfheal.manifest.Unhonoured;
import com.trixtech.selfheal.manifest.policy.LoopPolicies;
import com.trixtech.selfheal.server.ControlException;
import com.trixtech.selfheal.server.api.ApplyReport;
import com.trixtech.selfheal.server.api.Automation;
import com.trixtech.selfheal.server.api.Explanation;
import com.trixtech.selfheal.server.api.Fault;
import com.trixtech.selfheal.server.api.IncidentView;
import com.trixtech.selfheal.server.api.LogChunk;
import com.trixtech.selfheal.server.api.Metrics;
import com.trixtech.selfheal.server.api.PauseView;
import com.trixtech.selfheal.server.api.Problem;
import com.trixtech.selfheal.server.api.Requests;
import com.trixtech.selfheal.server.api.Status;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The healer of one machine, answering what it is asked. Thread-safe: the loop is asked on its own
 * thread, the runtime on its own.
 *
 * <p>A healer that finds a system running takes it over as it is and applies nothing; what was
 * applied last stands in {@code STATE/manifests}.
 */
final class LocalSystem implements HealerSystem {
  /** A local machine shows within a second what it is about. */
  private static final LoopSettings LOOP = new LoopSettings(Duration.ofSeconds(1), 1, 50);

  private final Path state;
  private final AppliedManifests applied;
  private volatile Wanted wanted;
  private volatile @Nullable Parts parts;
  private volatile List<Policy> policies = List.of();
  private volatile @Nullable Running running;

  /** All that exists only once the system is started. */
  private record Running(
      Parts parts, FileJournal journal, MirroredJournal mirror, LoopThread loop) {
    LocalRuntime runtime() {
      return parts.runtime();
    }
  }

  LocalSystem(Path state, Wanted wanted) {
    this.state = state;
    this.wanted = wanted;
    this.applied = new AppliedManifests(state.resolve("manifests"));
  }

  @Override
  public void start(Consumer<String> progress) throws InterruptedException {
    Unhonoured.lines(wanted.manifests()).forEach(u -> progress.accept(HealerLaunch.NOTE + u));
    // What is taken over has all it needs, and a build that is under way must not be in its way.
    boolean takenOver = applied.exists();
    if (!takenOver) {
      wanted = wanted.prepared(state, progress);
    }
    Parts parts = new Parts(state, progress);
    this.parts = parts;
    try {
      LocalRuntime runtime = parts.runtime();
      runtime.start();
      if (takenOver) {
        progress.accept("taking over what runs");
      } else {
        runtime.apply(wanted.manifests(), wanted.images());
        applied.keep(wanted.directory());
      }
      FileJournal journal = FileJournal.open(state.resolve("journal"));
      MirroredJournal mirror = new MirroredJournal(journal, LOOP.history());
      policies = LoopPolicies.of(takenOver ? applied.read() : wanted.manifests());
      running =
          new Running(
              parts,
              journal,
              mirror,
              new LoopThread(() ->
                  new HealingLoop(
                      LOOP,
                      policies,
                      InstantSource.system(),
                      runtime.signals(),
                      runtime.actuator(),
                      mirror)));
    } catch (LocalException | JournalUnavailable | UncheckedIOException e) {
      if (!takenOver) {
        stop(new Requests.Down(false, true));
        throw Parts.environment(e, "what was started has been stopped again");
      }
      parts.close();
      this.parts = null;
      throw Parts.environment(e, "what ran before is left as it is, without a healer");
    }
  }

  private Running running() {
    Running now = running;
    if (now == null) {
      throw new ControlException(
          Problem.Code.UNAVAILABLE,
          "healer: still starting",
          "a moment more",
          "see ./selfheal status");
    }
    return now;
  }

  @Override
  public void stop(Requests.Down request) {
    Parts begun = parts;
    if (begun == null) {
      return;
    }
    Running now = running;
    if (now != null) {
      now.loop().close();
    }
    begun.down(request);
    if (now != null) {
      now.journal().close();
    }
    applied.delete(); // what is brought down is not taken over by the next one
    if (request.wipe()) {
      AppliedManifests.delete(state.resolve("journal"));
    }
  }

  @Override
  public void close() {
    Running now = running;
    if (now != null) {
      now.loop().close();
      now.journal().close();
      now.parts().close();
    }
  }

  @Override
  public Status status() {
    Running now = running;
    if (now == null) {
      return new Status(
          "Unknown",
          "StartingUp",
          List.of(),
          List.of(),
          new Status.IncidentCount(0),
          List.of(),
          List.of(),
          Instant.now());
    }
    LocalStatus platform = now.runtime().status();
    List<PauseView> pauses = pauses(now);
    String automation = automationWord(now, platform, pauses);
    StepReport step = now.loop().lastStep();
    return StatusViews.of(
        platform, step, now.mirror().incidents(false, StatusViews::attention), pauses, automation);
  }

  private static List<PauseView> pauses(Running now) {
    return now.mirror().pauses(Instant.now()).stream().map(StatusViews::pause).toList();
  }

  private String automationWord(Running now, LocalStatus platform, List<PauseView> pauses) {
    if (pauses.stream().anyMatch(p -> p.target().equals("all"))) {
      return "Paused";
    }
    if (Instant.now().isBefore(now.loop().observingUntil())) {
      return "StartingUp";
    }
    return platform.workloads().stream()
        .map(w -> policy(w.ref()).mode())
        .max(Enum::compareTo)
        .map(mode ->
            switch (mode) {
              case OBSERVE -> "Observe";
              case APPROVE -> "Approve";
              case ENFORCE -> "On";
            })
        .orElse("Observe");
  }

  private Policy policy(WorkloadRef workload) {
    return policies.stream()
        .filter(p -> p.target().equals(workload))
        .findFirst()
        .orElseGet(() -> Policy.observing(workload));
  }

  @Override
  public List<IncidentView> incidents(boolean all) {
    return running().mirror().incidents(all, IncidentViews::of);
  }

  @Override
  public IncidentView incident(String id) {
    return incidents(true).stream()
        .filter(i -> i.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            ControlException.notFound(
                "incident: " + id, "an id that ./selfheal incidents --all lists"));
  }

  @Override
  public Explanation explain(String target) {
    WorkloadRef workload = workload(target);
    return running()
        .loop()
        .ask(loop -> loop.explain(workload).map(e -> ExplanationViews.of(e, loop)))
        .orElseThrow(() ->
            new ControlException(
                Problem.Code.UNAVAILABLE, "explain: nothing was seen yet", "a moment more", null));
  }

  /** A workload by its name, its kind and name, or the name of one of its instances. */
  private WorkloadRef workload(String target) {
    List<LocalStatus.Workload> workloads = running().runtime().status().workloads();
    List<String> known = new ArrayList<>();
    for (LocalStatus.Workload workload : workloads) {
      known.add(workload.ref().name());
      boolean named =
          workload.ref().name().equals(target)
              || workload.ref().toString().equalsIgnoreCase(target);
      if (named || workload.instances().stream().anyMatch(i -> i.name().equals(target))) {
        return workload.ref();
      }
    }
    throw ControlException.notFound(
        "target: " + target, "an instance, or one of " + String.join(", ", known));
  }

  @Override
  public synchronized ApplyReport apply(Requests.Apply request) {
    Running now = running();
    Applying.Done done = new Applying(state, applied, now.runtime()).run(request, wanted.images());
    wanted = done.wanted();
    policies = LoopPolicies.of(wanted.manifests());
    now.loop()
        .ask(loop -> {
          loop.configure(policies);
          return true;
        });
    return done.report();
  }

  @Override
  public Automation automation() {
    Running now = running();
    LocalStatus platform = now.runtime().status();
    List<PauseView> pauses = pauses(now);
    return new Automation(
        automationWord(now, platform, pauses),
        platform.workloads().stream()
            .map(w ->
                new Automation.TargetMode(
                    w.ref().toString(), policy(w.ref()).mode().word(), policy(w.ref()).suspend()))
            .toList(),
        pauses);
  }

  @Override
  public PauseView pause(Requests.PauseFor request) {
    WorkloadRef workload = request.target().equals("all") ? null : workload(request.target());
    Instant from = Instant.now();
    Pause pause =
        new Pause(
            "p-" + UUID.randomUUID().toString().substring(0, 8),
            workload,
            request.reason(),
            request.by(),
            from,
            from.plus(request.duration()));
    return running()
        .loop()
        .ask(loop -> {
          loop.pause(pause);
          return StatusViews.pause(pause);
        });
  }

  @Override
  public List<PauseView> resume(String id) {
    List<PauseView> ended =
        running()
            .loop()
            .ask(loop ->
                loop.pauses().stream()
                    .filter(p -> id.equals("all") || p.id().equals(id))
                    .filter(p -> loop.resume(p.id(), "operator"))
                    .map(StatusViews::pause)
                    .toList());
    if (ended.isEmpty() && !id.equals("all")) {
      throw ControlException.notFound("pause: " + id, "an id that ./selfheal status lists");
    }
    return ended;
  }

  @Override
  public IncidentView approve(String incident, String by) {
    IncidentView known = incident(incident);
    boolean awaited = running().loop().ask(loop -> loop.approve(incident, by));
    if (!awaited) {
      throw new ControlException(
          Problem.Code.CONFLICT,
          "incident: " + known.id() + " awaits no approval",
          "an incident with a planned remedy",
          "see ./selfheal incident " + known.id());
    }
    return incident(incident);
  }

  @Override
  public LogChunk logs(String instance, int lines, OptionalLong from) {
    LocalStatus platform = running().runtime().status();
    Optional<LocalStatus.Instance> found =
        platform.workloads().stream()
            .flatMap(w -> w.instances().stream())
            .filter(i -> i.name().equals(instance))
            .findFirst();
    if (found.isEmpty()) {
      throw ControlException.notFound(
          "instance: " + instance, "a name that ./selfheal status lists");
    }
    return LogTail.read(instance, found.get().log(), lines, from);
  }

  @Override
  public Fault inject(Requests.Inject request) {
    return Faulting.inject(running().runtime(), request);
  }

  @Override
  public List<Fault> faults() {
    return running().runtime().faults().stream().map(Faulting::view).toList();
  }

  @Override
  public Fault removeFault(String id) {
    return Faulting.remove(running().runtime(), id);
  }

  @Override
  public Metrics metrics() {
    return running().loop().metrics();
  }
}
