package com.trixtech.selfheal.drill;

import com.trixtech.selfheal.drill.system.DrilledSystem;
import com.trixtech.selfheal.drill.system.HealerProcess;
import com.trixtech.selfheal.drill.system.ProviderPort;
import com.trixtech.selfheal.drill.system.ReleaseCopy;
import com.trixtech.selfheal.drill.system.Time;
import com.trixtech.selfheal.manifest.ManifestReader;
import com.trixtech.selfheal.server.NoHealerException;
import com.trixtech.selfheal.server.api.Fault;
import com.trixtech.selfheal.server.api.IncidentView;
import com.trixtech.selfheal.server.api.Metrics;
import com.trixtech.selfheal.server.api.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A booking system and a healer that heals right, unless told otherwise. Time is virtual. */
final class FakeWorld implements DrilledSystem, ProviderPort, HealerProcess, Time {
  static final String BACKEND = "trixtech-backend";
  static final String FRONTEND = "trixtech-frontend";
  static final String DATABASE = "postgres";
  static final String GATEWAY = "payment-gateway";

  private final Path manifests;
  private final int members;
  private final TreeMap<Instant, List<Runnable>> due = new TreeMap<>();
  private final List<Cell> cells = new ArrayList<>();
  private final Map<String, IncidentView> incidents = new LinkedHashMap<>();
  private final Map<String, Fault> faults = new LinkedHashMap<>();
  private final List<String> done = new ArrayList<>();
  final FakeTraffic traffic = new FakeTraffic(this);
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private int revision = 1;
  private boolean original = true;
  private boolean dead;
  private boolean rollBackPending;
  private boolean paused;
  private boolean opened;
  private boolean controllable;
  private boolean smallCapacity;
  private @Nullable ProviderFault misbehaving;
  private long pids = 100;
  private int numbers;
  private Duration actDelay = Duration.ZERO;

  // What this world does wrong, where a test wants it to.
  Duration startTakes = Duration.ofSeconds(2);
  List<String> objections = List.of();
  @Nullable String awaited;
  boolean healerRestartsBackends;
  boolean healerActsOnFalseAlarm;
  boolean healerRollsBackTwice;
  boolean healerIsBlind;
  boolean faultsStay;
  boolean controlPortStaysClosed;
  boolean rollOutGetsStuck;
  boolean providerFaultIsNotFelt;
  Duration backlogTakes = Duration.ZERO;
  @Nullable Runnable onPause;

  /** One instance. */
  private static final class Cell {
    final String workload;
    final String name;
    String uid;
    @Nullable Long pid;
    boolean ready = true;
    int restarts;

    Cell(String workload, int n, long pid) {
      this.workload = workload;
      this.name = workload + "-" + n;
      this.uid = "uid-" + name;
      this.pid = pid;
    }
  }

  FakeWorld(Path manifests) {
    this(manifests, 1);
  }

  /**
   * @param members of the database
   */
  FakeWorld(Path manifests, int members) {
    this.manifests = manifests;
    this.members = members;
    for (int i = 0; i < 3; i++) {
      cells.add(new Cell(BACKEND, i, pids++));
    }
    cells.add(new Cell(FRONTEND, 0, pids++));
    cells.add(new Cell(FRONTEND, 1, pids++));
    for (int i = 0; i < members; i++) {
      cells.add(new Cell(DATABASE, i, pids++));
    }
    cells.add(new Cell(GATEWAY, 0, pids++));
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void pause(Duration duration) throws InterruptedException {
    if (onPause != null) {
      onPause.run();
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Instant end = now.plus(duration);
    while (now.isBefore(end)) {
      Instant next = now.plusMillis(50);
      now = next.isAfter(end) ? end : next;
      while (!due.isEmpty() && !due.firstKey().isAfter(now)) {
        due.pollFirstEntry().getValue().forEach(Runnable::run);
      }
      traffic.flow(cells.stream().noneMatch(c -> c.workload.equals(BACKEND) && c.ready));
    }
  }

  void after(double seconds, Runnable what) {
    due.computeIfAbsent(now.plusMillis((long) (seconds * 1000)), _ -> new ArrayList<>()).add(what);
  }

  List<String> done() {
    return done;
  }

  boolean isOriginal() {
    return original;
  }

  boolean isPaused() {
    return paused;
  }

  private void answer() {
    if (dead) {
      throw new NoHealerException(NoHealerException.Trace.DEAD, "the healer has ended");
    }
  }

  @Override
  public Status status() {
    answer();
    List<Status.WorkloadStatus> workloads =
        List.of(
            workload(BACKEND, "Deployment", 3),
            workload(FRONTEND, "Deployment", 2),
            workload(DATABASE, "StatefulSet", members),
            workload(GATEWAY, "StatefulSet", 1));
    int open = (int) incidents.values().stream().filter(IncidentView::open).count();
    return new Status(
        workloads.stream().allMatch(Status.WorkloadStatus::settled) ? "Healthy" : "Degraded",
        paused ? "Paused" : "On",
        workloads,
        List.of(
            new Status.ServiceStatus(BACKEND, "http://127.0.0.1:1"),
            new Status.ServiceStatus("payment-gateway", "http://127.0.0.1:2"),
            new Status.ServiceStatus(FRONTEND, "http://127.0.0.1:3")),
        new Status.IncidentCount(open),
        List.of(),
        List.of(),
        now);
  }

  private Status.WorkloadStatus workload(String name, String kind, int replicas) {
    List<Status.InstanceStatus> own =
        cells.stream()
            .filter(c -> c.workload.equals(name))
            .map(c ->
                new Status.InstanceStatus(
                    c.name,
                    c.uid,
                    c.pid,
                    "127.0.0.9",
                    c.ready,
                    c.ready ? "Healthy" : "Failed",
                    c.restarts,
                    ""))
            .toList();
    int ready = (int) own.stream().filter(Status.InstanceStatus::ready).count();
    return new Status.WorkloadStatus(
        name, kind, ready == replicas ? "Healthy" : "Degraded", ready, replicas, revision, own);
  }

  @Override
  public List<IncidentView> incidents() {
    answer();
    return List.copyOf(incidents.values());
  }

  @Override
  public Optional<Metrics> metrics() {
    answer();
    return Optional.of(new Metrics(7, now.getEpochSecond() % 100_000, 1, 0.1, 0.2, 90L << 20, 1));
  }

  @Override
  public List<Fault> inject(FaultKind kind, List<String> targets, Duration duration) {
    return targets.stream().map(target -> inject(kind, target, duration)).toList();
  }

  Fault inject(FaultKind kind, String target, Duration duration) {
    answer();
    Fault fault = new Fault("f-" + ++numbers, kind.word(), target, now, now.plus(duration));
    faults.put(fault.id(), fault);
    done.add(kind + " " + target);
    switch (kind) {
      case KILL -> crash(find(target), 0);
      case HANG -> {
        if (target.startsWith(DATABASE)) {
          databaseFails();
        } else {
          Cell cell = find(target);
          after(2, () -> cell.ready = false);
          after(6, () -> crash(cell, 0));
          after(5, () -> open(BACKEND, target, "InstanceHung", "AwaitPlatform", target));
        }
      }
      case WORKLOAD_DOWN -> {
        find(DATABASE + "-0").ready = false;
        databaseFails();
      }
      case BAD_SAMPLE -> {
        if (healerActsOnFalseAlarm) {
          after(1, () -> open(BACKEND, target, "InstanceHung", "Restart", target));
          after(2, () -> crash(find(target), 0));
        }
      }
      case ACT_DELAY -> actDelay = Duration.ofMillis(Long.parseLong(target));
    }
    return fault;
  }

  private Cell find(String name) {
    return cells.stream().filter(c -> c.name.equals(name)).findFirst().orElseThrow();
  }

  private void crash(Cell cell, double later) {
    cell.ready = false;
    cell.pid = null;
    after(
        later + 0.5,
        () -> open(cell.workload, cell.name, "InstanceCrashed", "AwaitPlatform", cell.workload));
    after(
        later + startTakes.toMillis() / 1000.0,
        () -> {
          cell.pid = pids++;
          cell.restarts++;
          cell.ready = true;
          closeLater(5);
        });
  }

  private void databaseFails() {
    after(1, () -> backends(false));
    after(1.5, () -> open(BACKEND, BACKEND, "DependencyFailed", "HoldRestarts", BACKEND));
    if (healerRestartsBackends) {
      after(5, () -> find(BACKEND + "-1").restarts++);
    }
  }

  private void backends(boolean ready) {
    cells.stream().filter(c -> c.workload.equals(BACKEND)).forEach(c -> c.ready = ready);
  }

  @Override
  public List<Fault> faults() {
    answer();
    return List.copyOf(faults.values());
  }

  @Override
  public void removeFault(String id) {
    answer();
    if (faultsStay) {
      return;
    }
    Fault fault = faults.remove(id);
    if (fault != null
        && (fault.kind().equals("WORKLOAD_DOWN") || fault.target().startsWith(DATABASE))) {
      find(DATABASE + "-0").ready = true;
      after(1, () -> backends(true));
      closeLater(6);
    }
  }

  @Override
  public boolean controllable(String workload) {
    return controllable && find(GATEWAY + "-0").ready;
  }

  @Override
  public void misbehave(String workload, ProviderFault fault, Duration duration)
      throws IOException {
    if (!controllable(workload)) {
      throw new IOException(workload + ": no control port");
    }
    done.add(workload + " " + fault.sentence());
    misbehaving = fault;
    traffic.deferring = !providerFaultIsNotFelt;
    if (healerRestartsBackends) {
      after(5, () -> find(BACKEND + "-1").restarts++);
    }
  }

  @Override
  public void behave(String workload) throws IOException {
    if (faultsStay) {
      throw new IOException(workload + ": no answer");
    }
    if (misbehaving != null) {
      done.add(workload + " is well again");
      after(backlogTakes.toMillis() / 1000.0, () -> traffic.deferring = false);
    }
    misbehaving = null;
  }

  boolean misbehaves() {
    return misbehaving != null;
  }

  /** Whether more was done than to prepare. */
  boolean broken() {
    return traffic.turned()
        || done.stream()
            .anyMatch(d -> !d.endsWith("the control port") && !d.endsWith("small capacity"));
  }

  boolean isControllable() {
    return controllable;
  }

  @Override
  public List<String> objections(Drill drill) {
    return objections;
  }

  @Override
  public Optional<String> awaited(Drill drill) {
    return Optional.ofNullable(awaited);
  }

  @Override
  public Optional<String> primary(String workload) {
    return workload.equals(DATABASE)
        ? Optional.of(DATABASE + "-" + (members - 1))
        : Optional.empty();
  }

  @Override
  public Optional<ProviderPort> provider() {
    return Optional.of(this);
  }

  @Override
  public Optional<HealerProcess> healer() {
    return Optional.of(this);
  }

  @Override
  public void release(String workload, Map<String, String> environment, Path record)
      throws IOException {
    ReleaseCopy.write(manifests, record, workload, environment);
    apply(record);
  }

  @Override
  public List<String> original() {
    apply(manifests);
    return List.of("applied the original");
  }

  private void apply(Path directory) {
    answer();
    boolean opens = mentions(directory, "CONTROL_PORT");
    if (opens != opened) {
      opened = opens;
      done.add(opens ? "open the control port" : "close the control port");
      controllable = opens && !controlPortStaysClosed;
      misbehaving = null;
      restart(find(GATEWAY + "-0"));
      if (original) {
        return;
      }
    }
    boolean wanted = directory.equals(manifests);
    boolean small = mentions(directory, "MOST_AT_ONCE");
    if (small || smallCapacity) {
      smallCapacity = small;
      done.add(small ? "give it a small capacity" : "take back the small capacity");
      original = wanted;
      revision++;
      rollOut();
      return;
    }
    done.add(wanted ? "apply original" : "apply release");
    if (wanted == original) {
      return;
    }
    original = wanted;
    revision++;
    if (wanted || !mentions(directory, "BOOKING_FAULT")) {
      rollOut();
    } else {
      after(6, () -> open(BACKEND, BACKEND, "BadRelease", "RollBack", BACKEND));
      after(6.5 + actDelay.toMillis() / 1000.0, this::rollBack);
    }
  }

  private static boolean mentions(Path directory, String word) {
    try {
      for (Path file : ManifestReader.files(directory)) {
        if (Files.readString(file).contains("name: " + word)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void rollOut() {
    List<Cell> old = cells.stream().filter(c -> c.workload.equals(BACKEND)).toList();
    for (int i = 0; i < (rollOutGetsStuck ? 2 : old.size()); i++) {
      Cell cell = old.get(i);
      after(
          2.0 * (i + 1),
          () -> {
            cells.remove(cell);
            Cell next =
                new Cell(BACKEND, Integer.parseInt(cell.name.replaceAll(".*-", "")), pids++);
            next.uid = next.uid + "-" + next.pid;
            cells.add(next);
          });
    }
  }

  /** As a roll-out does: another process, under another uid, ready after a while. */
  private void restart(Cell cell) {
    cells.remove(cell);
    Cell next = new Cell(cell.workload, 0, pids++);
    next.uid = next.uid + "-" + next.pid;
    next.ready = false;
    cells.add(next);
    after(1, () -> next.ready = true);
  }

  private void rollBack() {
    if (healerIsBlind || paused) {
      return;
    }
    if (dead) {
      rollBackPending = true;
      return;
    }
    revision += healerRollsBackTwice ? 2 : 1;
    original = true;
    done.add("roll back");
    closeLater(5);
  }

  @Override
  public String pause(String reason, Duration duration) {
    paused = true;
    return "p-1";
  }

  @Override
  public void resume(String pause) {
    paused = false;
  }

  @Override
  public void killHealer() {
    dead = true;
    done.add("kill healer");
  }

  @Override
  public void restartHealer() {
    dead = false;
    done.add("restart healer");
    if (rollBackPending) {
      rollBackPending = false;
      after(1, this::rollBack);
    }
  }

  private void open(String workload, String target, String cause, String remedy, String on) {
    if (healerIsBlind || incidents.values().stream().anyMatch(IncidentView::open)) {
      return;
    }
    String id = "i-%04d".formatted(++numbers);
    List<IncidentView.Line> lines =
        List.of(
            new IncidentView.Line(now, "diagnosis", cause + " on " + target),
            new IncidentView.Line(now, "plan", remedy + " of " + on),
            new IncidentView.Line(now, "guard", "Admitted: within budget"),
            new IncidentView.Line(now, "act", remedy + " intended"));
    incidents.put(
        id,
        new IncidentView(
            id,
            target,
            cause,
            List.of(
                new IncidentView.RemedyView(
                    remedy, on, "Admitted", paused ? "Refused" : "Verifying", now)),
            "Open",
            now,
            now,
            null,
            "Deployment/" + workload,
            List.of("seen"),
            List.of(),
            lines));
  }

  /** Something comes and goes by itself within the next second. */
  void incidentThatPasses() {
    after(0.2, () -> open(BACKEND, "backend", "InstanceHung", "AwaitPlatform", BACKEND));
    closeLater(0.8);
  }

  private void closeLater(double seconds) {
    after(
        seconds,
        () ->
            incidents.replaceAll((id, i) -> {
              if (!i.open() || dead) {
                return i;
              }
              List<IncidentView.Line> lines = new ArrayList<>(i.timeline());
              lines.add(new IncidentView.Line(now, "verify", "Recovered: held for 5 s"));
              return new IncidentView(
                  id,
                  i.target(),
                  i.cause(),
                  i.remedies().stream()
                      .map(r ->
                          new IncidentView.RemedyView(
                              r.remedy(),
                              r.target(),
                              r.verdict(),
                              r.outcome().equals("Refused") ? "Refused" : "Recovered",
                              r.at()))
                      .toList(),
                  "Recovered",
                  i.openedAt(),
                  i.detectedAt(),
                  now,
                  i.workload(),
                  i.evidence(),
                  i.rejected(),
                  lines);
            }));
  }
}
