package com.trixtech.selfheal.drill.evidence;

import com.trixtech.selfheal.drill.Drill;
import com.trixtech.selfheal.drill.system.Traffic;
import com.trixtech.selfheal.server.api.IncidentView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that was seen of one run.
 *
 * @param before the last sample before the fault
 * @param samples from the fault to the end, oldest first, without those where nobody answered
 * @param incidents that were opened since the run began, oldest first, as they were last seen
 * @param hit uids of the instances that the fault was aimed at
 * @param calmSince from when on nothing ailed any more; null where something still did
 * @param faultAt when the fault was in; null where it never was
 * @param faultEndedAt when it was taken back, or was over by itself
 * @param verifiedAt when a remedy was first seen proven, by its word
 * @param undo revisions that putting the original manifests back has made; null where nothing was
 *     applied
 * @param books null where the ledger could not be checked
 * @param healerCost null where the healer did not say
 */
public record Evidence(
    Drill drill,
    boolean control,
    RunStatus status,
    List<String> disturbances,
    Instant startedAt,
    Instant endedAt,
    Sample before,
    List<Sample> samples,
    List<IncidentView> incidents,
    Set<String> hit,
    @Nullable Instant faultAt,
    @Nullable Instant faultEndedAt,
    @Nullable Instant calmSince,
    @Nullable Instant verifiedAt,
    @Nullable Instant healerKilledAt,
    @Nullable Instant healerRestartedAt,
    @Nullable Instant healingAgainAt,
    @Nullable Integer undo,
    Traffic.Result traffic,
    Traffic.@Nullable Books books,
    @Nullable HealerCost healerCost,
    List<Event> timeline) {

  public Evidence {
    disturbances = List.copyOf(disturbances);
    samples = List.copyOf(samples);
    incidents = List.copyOf(incidents);
    hit = Set.copyOf(hit);
    timeline = List.copyOf(timeline);
  }

  /** The incident that the drill is about: the first on its workload, else the first. */
  public Optional<IncidentView> incident() {
    return incidents.stream()
        .filter(i -> on(i, drill.workload()))
        .findFirst()
        .or(() -> incidents.stream().findFirst());
  }

  public List<IncidentView> incidentsOn(String workload) {
    return incidents.stream().filter(i -> on(i, workload)).toList();
  }

  /** Remedies that were begun, whatever came of them. */
  public List<IncidentView.RemedyView> acts() {
    return incidents.stream()
        .flatMap(i -> i.remedies().stream())
        .filter(r -> !r.outcome().equals("Planned") && !r.outcome().equals("Refused"))
        .toList();
  }

  /** {@code Deployment/name}, or the bare name. */
  static boolean on(IncidentView incident, String workload) {
    return incident.workload().equals(workload) || incident.workload().endsWith("/" + workload);
  }
}
