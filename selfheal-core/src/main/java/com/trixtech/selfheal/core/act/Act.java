package com.trixtech.selfheal.core.act;

import com.trixtech.selfheal.core.model.Remedy;

/**
 * One remedy, about to be done or undone.
 *
 * @param key idempotency key: an actuator does at most one act for each key, across its own
 *     restarts too
 * @param undo whether the remedy's standing effect (a hold, an ejection) is to be taken back
 */
public record Act(String key, Remedy remedy, boolean undo) {}
