package com.trixtech.selfheal.local.act;

import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One act on the disk. Immutable.
 *
 * @param lock what it was aimed at: an instance's uid or the workload
 * @param outcome null from the writing of the key until the act is done
 */
record ActRecord(
    String key,
    RemedyKind remedy,
    WorkloadRef workload,
    String lock,
    Instant begunAt,
    @Nullable Outcome outcome) {
  ActRecord with(Outcome done) {
    return new ActRecord(key, remedy, workload, lock, begunAt, done);
  }
}
