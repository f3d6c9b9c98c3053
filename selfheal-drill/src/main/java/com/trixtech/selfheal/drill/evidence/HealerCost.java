package com.trixtech.selfheal.drill.evidence;

/**
 * What the healer took for itself.
 *
 * @param residentBytes at the end
 * @param cpuShare of one core over the drill; below 0 where its process changed meanwhile
 */
public record HealerCost(long residentBytes, double cpuShare) {}
