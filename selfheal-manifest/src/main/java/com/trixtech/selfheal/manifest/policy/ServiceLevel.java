package com.trixtech.selfheal.manifest.policy;

import com.trixtech.selfheal.manifest.semantics.Percent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What good service means. Immutable. */
public record ServiceLevel(
    @Field(
            value =
                "More failed requests than this share, within the window, break the service level.",
            byDefault = "5%")
        Percent maxErrorRatio,
    @Field(value = "The sliding window of the measure, at most 10m.", byDefault = "10s")
        Duration window,
    @Field(
            value = "With fewer requests in the window the level is Unknown, not met.",
            byDefault = "20",
            min = 1)
        int minRequests,
    @Field(
            "A slower 99th percentile of the answers breaks the level, judged from 100 requests in the window on; without it latency is not judged.")
        @Nullable Duration maxLatencyP99) {}
