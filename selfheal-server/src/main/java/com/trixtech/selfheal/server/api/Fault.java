package com.trixtech.selfheal.server.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A fault that a drill put into the system; it ends by itself at {@code until}, if it has one. */
public record Fault(
    String id, String kind, String target, Instant since, @Nullable Instant until) {}
