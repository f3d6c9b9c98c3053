package com.trixtech.selfheal.core.guard;

import com.trixtech.selfheal.core.model.Pause;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the guard must know beside the plan.
 *
 * @param incident its id; the seed of the back-off's jitter
 * @param actsInIncident acts already done for this incident
 * @param lastActInIncident when the last of them was done
 * @param approved whether a person allowed the planned remedy
 * @param inFlightHere unverified acts on this workload
 * @param inFlightEverywhere unverified acts on all workloads
 * @param ejected uids that the healer keeps out of rotation and that say they are ready: they do
 *     not serve
 * @param observingUntil end of the healer's own start-up observation
 */
public record Circumstances(
    String incident,
    int actsInIncident,
    Optional<Instant> lastActInIncident,
    boolean approved,
    int inFlightHere,
    int inFlightEverywhere,
    int maxInFlightEverywhere,
    Set<String> ejected,
    Instant observingUntil,
    List<Pause> pauses) {}
