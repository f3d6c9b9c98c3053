package com.trixtech.selfheal.local.node;

/**
 * Names one life of one process. A pid is used again sooner or later; pid, start time and boot
 * together are not. Immutable.
 *
 * @param startTicks field 22 of {@code /proc/PID/stat}: clock ticks since boot
 * @param boot the kernel's boot id; start ticks of another boot mean nothing
 */
public record ProcessId(long pid, long startTicks, String boot) {}
