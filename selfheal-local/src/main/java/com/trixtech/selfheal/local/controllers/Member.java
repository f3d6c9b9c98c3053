package com.trixtech.selfheal.local.controllers;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What the planners know of one instance. Immutable.
 *
 * @param ordinal position in a StatefulSet, else -1
 * @param current whether it is of the current revision
 * @param readySince null when it is not ready
 * @param available whether it has been ready for minReadySeconds
 * @param terminating whether it is on its way out
 */
record Member(
    String uid,
    int ordinal,
    boolean current,
    @Nullable Instant readySince,
    boolean available,
    int restarts,
    Instant createdAt,
    boolean terminating) {

  /** Who goes first: not ready, ready for a shorter time, more restarts, younger. */
  static final Comparator<Member> VICTIMS_FIRST =
      Comparator.comparing(Member::available)
          .thenComparing(
              m -> m.readySince() == null ? Instant.MAX : m.readySince(), Comparator.reverseOrder())
          .thenComparing(Member::restarts, Comparator.reverseOrder())
          .thenComparing(Member::createdAt, Comparator.reverseOrder());
}
