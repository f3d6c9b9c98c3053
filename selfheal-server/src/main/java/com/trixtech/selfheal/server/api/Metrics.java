package com.trixtech.selfheal.server.api;

/**
 * The healer's own figures.
 *
 * @param stepMs how long the last step of the loop took
 * @param stepMsMax the longest step since the start
 * @param cpuSeconds processor time since the start
 */
public record Metrics(
    long pid,
    double uptimeSeconds,
    long steps,
    double stepMs,
    double stepMsMax,
    long residentBytes,
    double cpuSeconds) {}
