package com.trixtech.selfheal.cli.local;

import com.trixtech.selfheal.cli.views.IncidentViews;
import com.trixtech.selfheal.core.StepReport;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.model.Health;
import com.trixtech.selfheal.core.model.InstanceHealth;
import com.trixtech.selfheal.core.model.Pause;
import com.trixtech.selfheal.core.model.WorkloadHealth;
import com.trixtech.selfheal.local.LocalStatus;
import com.trixtech.selfheal.local.node.InstanceRecord;
import com.trixtech.selfheal.server.api.PauseView;
import com.trixtech.selfheal.server.api.Status;
import com.trixtech.selfheal.server.api.Status.Attention;
import com.trixtech.selfheal.server.api.Status.InstanceStatus;
import com.trixtech.selfheal.server.api.Status.ServiceStatus;
import com.trixtech.selfheal.server.api.Status.WorkloadStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows what the platform runs together with what the loop makes of it. Pure. */
final class StatusViews {
  private StatusViews() {}

  static Status of(
      LocalStatus platform,
      StepReport step,
      List<Optional<Attention>> open,
      List<PauseView> pauses,
      String automation) {
    Map<String, WorkloadHealth> healths = new HashMap<>();
    step.workloads().forEach(w -> healths.put(w.workload().toString(), w));
    List<WorkloadStatus> workloads =
        platform.workloads().stream()
            .map(w -> workload(w, healths.get(w.ref().toString())))
            .toList();
    String health =
        step.workloads().stream()
            .map(WorkloadHealth::health)
            .reduce(Health::worst)
            .orElse(Health.UNKNOWN)
            .word();
    return new Status(
        health,
        automation,
        workloads,
        platform.services().stream().map(s -> new ServiceStatus(s.name(), s.url())).toList(),
        new Status.IncidentCount(open.size()),
        attention(platform, open),
        pauses,
        platform.at());
  }

  private static WorkloadStatus workload(
      LocalStatus.Workload workload, @org.jspecify.annotations.Nullable WorkloadHealth health) {
    Map<String, InstanceHealth> instances = new HashMap<>();
    if (health != null) {
      health.instances().forEach(i -> instances.put(i.instance().uid(), i));
    }
    return new WorkloadStatus(
        workload.ref().name(),
        workload.ref().kind().word(),
        health == null ? Health.UNKNOWN.word() : health.health().word(),
        workload.ready(),
        workload.replicas(),
        workload.revision(),
        workload.instances().stream().map(i -> instance(i, instances.get(i.uid()))).toList());
  }

  private static InstanceStatus instance(
      LocalStatus.Instance instance, @org.jspecify.annotations.Nullable InstanceHealth health) {
    String symptom = health == null || !health.symptom().ails() ? "" : health.symptom().sentence();
    String detail =
        instance.detail().isEmpty() || instance.ready()
            ? symptom
            : symptom.isEmpty() ? instance.detail() : symptom + ": " + instance.detail();
    boolean ending = instance.stage() == InstanceRecord.Stage.TERMINATING;
    return new InstanceStatus(
        instance.name(),
        instance.uid(),
        instance.pid() == 0 ? null : instance.pid(),
        instance.ip(),
        instance.ready(),
        health == null ? Health.UNKNOWN.word() : health.health().word(),
        instance.restarts(),
        ending ? "it is being stopped on purpose" : detail);
  }

  /** What a person should do about an open incident, if anything. */
  static Optional<Attention> attention(Incident incident) {
    return IncidentViews.attention(incident, "selfheal approve " + incident.id());
  }

  private static List<Attention> attention(LocalStatus platform, List<Optional<Attention>> open) {
    List<Attention> result = new ArrayList<>();
    open.forEach(o -> o.ifPresent(result::add));
    platform.faults().stream()
        .filter(f -> f.dirty() != null)
        .forEach(f -> result.add(new Attention(f.id(), "a drill's fault remains: " + f.dirty())));
    return result;
  }

  static PauseView pause(Pause pause) {
    return new PauseView(
        pause.id(),
        pause.workload() == null ? "all" : pause.workload().toString(),
        pause.reason(),
        pause.by(),
        pause.from(),
        pause.until());
  }
}
