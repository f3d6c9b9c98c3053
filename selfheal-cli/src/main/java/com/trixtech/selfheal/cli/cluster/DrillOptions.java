package com.trixtech.selfheal.cli.cluster;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a drill works on a cluster.
 *
 * @param faultNamespace where the faults' pods are made; it must allow what they need
 * @param faultImage of the faults' pods; null = the victim's own
 * @param loadImage of the guests; null = from the backend's registry, with its tag
 * @param loadManifests directory of the guests' Job and NetworkPolicies
 */
public record DrillOptions(
    String faultNamespace,
    @Nullable String faultImage,
    @Nullable String loadImage,
    Path loadManifests) {}
