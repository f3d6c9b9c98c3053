package com.trixtech.selfheal.core.model;

/** What an independent check says of a declared dependency, after thresholds and freshness. */
public record DependencyHealth(
    WorkloadRef dependent, Dependency dependency, Health health, String evidence) {}
