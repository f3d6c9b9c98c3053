package com.trixtech.selfheal.core.guard;

import com.trixtech.selfheal.core.model.Pause;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the guard must know beside the plan.
 *
 * @param incident its id; the seed of the back-off's jitter
 * @param actsInIncident acts already done for this incident
 * @param lastActInIncident when the last of them was done
 * @param approved whether a person allowed the planned remedy
 * @param inFlightHere unverified acts on this workload
 * @param inFlightEverywhere unverified acts on all workloads
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
    Instant observingUntil,
    List<Pause> pauses) {}
