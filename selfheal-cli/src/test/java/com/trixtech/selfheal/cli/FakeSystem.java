package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.healer.HealerSystem;
import com.trixtech.selfheal.server.ControlException;
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
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A system of which only the answers exist: one backend of three is being healed, or all is well.
 */
class FakeSystem implements HealerSystem {
  static final Instant NOW = Instant.parse("2026-11-23T22:00:00Z");

  volatile boolean well;
  volatile boolean neverReady;
  volatile @Nullable ControlException refusal;
  volatile boolean awaiting;
  final List<PauseView> pauses = new CopyOnWriteArrayList<>();

  @Override
  public void start(Consumer<String> progress) throws InterruptedException {
    progress.accept("starting trixtech-backend");
    well = !neverReady;
  }

  @Override
  public void stop(Requests.Down request) {
    well = false;
  }

  @Override
  public void close() {}

  @Override
  public Status status() {
    return new Status(
        well ? "Healthy" : "Degraded",
        pauses.isEmpty() ? "On" : "Paused",
        List.of(
            new Status.WorkloadStatus(
                "trixtech-backend",
                "Deployment",
                well ? "Healthy" : "Degraded",
                well ? 2 : 1,
                2,
                3,
                List.of(
                    instance("a", true, "Healthy", ""),
                    instance(
                        "b",
                        well,
                        well ? "Healthy" : "Failed",
                        well ? "" : "it runs, but does not answer its liveness probe"))),
            new Status.WorkloadStatus(
                "trixtech-postgresql",
                "StatefulSet",
                "Healthy",
                1,
                1,
                0,
                List.of(
                    new Status.InstanceStatus(
                        "trixtech-postgresql-0",
                        "u0",
                        4711L,
                        "127.77.0.9",
                        true,
                        "Healthy",
                        2,
                        "")))),
        List.of(new Status.ServiceStatus("trixtech-backend", "http://127.77.1.1:8080")),
        new Status.IncidentCount(well ? 0 : 1),
        well
            ? List.of()
            : List.of(new Status.Attention("trixtech-backend", "no PodDisruptionBudget names it")),
        pauses,
        NOW);
  }

  private static Status.InstanceStatus instance(
      String letter, boolean ready, String health, String detail) {
    return new Status.InstanceStatus(
        "trixtech-backend-5d9c7b6f44-" + letter,
        "u" + letter,
        1200L,
        "127.77.0.3",
        ready,
        health,
        0,
        detail);
  }

  @Override
  public List<IncidentView> incidents(boolean all) {
    return well && !all ? List.of() : List.of(incident("inc-7"));
  }

  @Override
  public IncidentView incident(String id) {
    if (!id.equals("inc-7")) {
      throw ControlException.notFound("incident: " + id, "inc-7");
    }
    Instant opened = NOW.minusSeconds(12);
    return new IncidentView(
        id,
        "trixtech-backend-5d9c7b6f44-b",
        "InstanceHung",
        List.of(
            new IncidentView.RemedyView(
                "Restart",
                "trixtech-backend-5d9c7b6f44-b",
                "Admitted",
                "Verifying",
                opened.plusMillis(3400))),
        "Open",
        opened,
        opened.plusMillis(3100),
        null,
        "Deployment/trixtech-backend",
        List.of("3 liveness probes in a row failed on 1 of 2 instances; its peer answers in 4 ms"),
        List.of(
            new IncidentView.Rejected(
                "DependencyFailed", "trixtech-postgresql answered 0.2 s ago")),
        List.of(
            new IncidentView.Line(opened, "signals", "liveness probe failed"),
            new IncidentView.Line(
                opened.plusMillis(3100),
                "diagnosis",
                "InstanceHung: one instance runs but does not answer while its peers do"),
            new IncidentView.Line(
                opened.plusMillis(3150), "plan", "Restart, expected ready in 3 s"),
            new IncidentView.Line(
                opened.plusMillis(3200), "guard", "Admitted: unavailable 1 of 2, allowed 1"),
            new IncidentView.Line(opened.plusMillis(3400), "act", "Restart done")));
  }

  @Override
  public Explanation explain(String target) {
    if (!target.endsWith("trixtech-backend")) {
      throw ControlException.notFound(
          "target: " + target, "trixtech-backend or trixtech-postgresql");
    }
    return new Explanation(
        "Deployment/trixtech-backend",
        "Degraded",
        false,
        List.of(),
        List.of("the last act on this workload is too recent: 12 s ago, cool-down 30 s"),
        new Explanation.DiagnosisView(
            "InstanceHung",
            List.of("3 liveness probes in a row failed"),
            List.of(new IncidentView.Rejected("BadRelease", "the revision is 2 h old"))),
        new Explanation.BudgetNumbers(
            "Enforce", 2, 1, 1, 1, 1, 1, 1, 1, 3, 1800, -1, NOW.plusSeconds(18)),
        new Explanation.VerdictView(
            "CoolingDown",
            "the last act on this workload is too recent",
            "12 s of 30 s",
            NOW.plusSeconds(18),
            NOW),
        new Explanation.PhaseView("Refused", "the healer would act, and may not yet"));
  }

  @Override
  public ApplyReport apply(Requests.Apply request) {
    ControlException why = refusal;
    if (why != null) {
      throw why;
    }
    return new ApplyReport(
        List.of(
            new ApplyReport.Change("Deployment/trixtech-backend", "Changed", "revision 3 -> 4")),
        List.of("Ingress/trixtech: not honoured by the local runtime"));
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
    if (awaiting) {
      return incident(incident);
    }
    throw new ControlException(
        com.trixtech.selfheal.server.api.Problem.Code.CONFLICT,
        "incident: " + incident + " waits for nobody",
        "AwaitingApproval",
        "see ./selfheal incident " + incident);
  }

  @Override
  public LogChunk logs(String instance, int lines, OptionalLong from) {
    return new LogChunk(instance, List.of("listening", "relation is missing"), 40);
  }

  @Override
  public Fault inject(Requests.Inject request) {
    return new Fault("fault-1", request.kind(), request.target(), NOW, null);
  }

  @Override
  public List<Fault> faults() {
    return List.of();
  }

  @Override
  public Fault removeFault(String id) {
    throw ControlException.notFound("fault: " + id, "none is in");
  }

  @Override
  public Metrics metrics() {
    return new Metrics(1, 2, 3, 4, 5, 6, 7);
  }
}
