package com.trixtech.selfheal.server.api;

import java.time.Instant;

/** A pause of the automation; {@code target} is a workload or {@code all}. */
public record PauseView(
    String id, String target, String reason, String by, Instant from, Instant until) {}
