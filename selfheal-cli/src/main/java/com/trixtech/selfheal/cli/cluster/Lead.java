package com.trixtech.selfheal.cli.cluster;

import com.trixtech.selfheal.cli.text.Times;
import com.trixtech.selfheal.kubernetes.operator.Leader;
import java.time.Instant;
import java.util.Optional;

/**
 * Which operator heals a namespace, as its lease tells. Immutable.
 *
 * @param at when it was read
 * @param leader empty where no operator ever led there, and where the lease may not be read
 * @param read whether the lease may be read
 */
record Lead(Instant at, Optional<Leader> leader, boolean read) {

  /** Whether it is known that no operator leads now. */
  boolean nobody() {
    return read && leader.filter(l -> l.leads(at)).isEmpty();
  }

  /** Who leads, or that nobody does, in one sentence. */
  String sentence() {
    if (!read) {
      return "whether an operator leads is not known";
    }
    return leader
        .map(l ->
            l.leads(at)
                ? "%s leads".formatted(l.pod())
                : "no operator leads: %s did until %s".formatted(l.pod(), Times.utc(l.until())))
        .orElse("no operator has led in this namespace");
  }
}
