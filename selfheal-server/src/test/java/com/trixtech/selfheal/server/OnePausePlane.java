package com.trixtech.selfheal.server;

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A healer without a system: remembers pauses and faults, echoes what it was asked. */
final class OnePausePlane implements ControlPlane {
  static final Instant NOW = Instant.parse("2026-11-23T22:00:00Z");

  private final List<PauseView> pauses = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();

  @Override
  public Status status() {
    return new Status(
        "Unknown",
        pauses.isEmpty() ? "On" : "Paused",
        List.of(
            new Status.WorkloadStatus(
                "trixtech-backend",
                "Deployment",
                "Unknown",
                0,
                1,
                1,
                List.of(
                    new Status.InstanceStatus(
                        "trixtech-backend-x",
                        "uid-1",
                        null,
                        "127.1.2.3",
                        false,
                        "Unknown",
                        0,
                        "")))),
        List.of(new Status.ServiceStatus("trixtech-backend", "http://127.1.0.1:8080/")),
        new Status.IncidentCount(0),
        List.of(),
        pauses,
        NOW);
  }

  @Override
  public List<IncidentView> incidents(boolean all) {
    return all ? List.of(incident("inc-1")) : List.of();
  }

  @Override
  public IncidentView incident(String id) {
    return new IncidentView(
        id,
        "t",
        "InstanceHung",
        List.of(),
        "Recovered",
        NOW,
        NOW,
        NOW,
        "Deployment/t",
        List.of(),
        List.of(),
        List.of());
  }

  @Override
  public Explanation explain(String target) {
    if (!target.equals("Deployment/trixtech backend")) {
      throw ControlException.notFound("target: " + target, "Deployment/trixtech backend");
    }
    return new Explanation(
        target,
        "Healthy",
        false,
        List.of(),
        List.of("nothing ails"),
        null,
        new Explanation.BudgetNumbers("Enforce", 3, 3, 0, 1, 2, 0, 1, 0, 3, 1800, 1, null),
        null,
        new Explanation.PhaseView("Well", "nothing is wrong, so the healer does not act"));
  }

  @Override
  public ApplyReport apply(Requests.Apply request) {
    return new ApplyReport(List.of(), List.of(request.dir()));
  }

  @Override
  public Automation automation() {
    return new Automation("On", List.of(), pauses);
  }

  @Override
  public PauseView pause(Requests.PauseFor request) {
    PauseView pause =
        new PauseView(
            "pause-1",
            request.target(),
            request.reason(),
            request.by(),
            NOW,
            NOW.plus(request.duration()));
    pauses.add(pause);
    return pause;
  }

  @Override
  public List<PauseView> resume(String id) {
    List<PauseView> ended = List.copyOf(pauses);
    pauses.clear();
    return ended;
  }

  @Override
  public IncidentView approve(String incident, String by) {
    throw new IllegalStateException("a defect of " + by);
  }

  @Override
  public LogChunk logs(String instance, int lines, OptionalLong from) {
    return new LogChunk(instance, List.of(lines + " from " + from.orElse(-1)), 42);
  }

  @Override
  public Fault inject(Requests.Inject request) {
    Fault fault = new Fault("fault-1", request.kind(), request.target(), NOW, null);
    faults.add(fault);
    return fault;
  }

  @Override
  public List<Fault> faults() {
    return List.copyOf(faults);
  }

  @Override
  public Fault removeFault(String id) {
    return faults.removeFirst();
  }

  @Override
  public Metrics metrics() {
    return new Metrics(1, 2.5, 3, 0.4, 0.5, 6, 0.7);
  }
}
