package com.trixtech.selfheal.core.model;

import java.time.Instant;

/**
 * An alert that somebody else's rule has raised about a workload and not withdrawn. It is evidence
 * and no more: it opens no incident and causes no act, since it says that something is wrong, and
 * neither why nor where. While it fires no revision is proven, and no incident that it began in
 * counts as recovered.
 *
 * @param since when it began to fire
 * @param summary one sentence for people; may be empty
 */
public record Alert(WorkloadRef workload, String name, Instant since, String summary) {

  /** What a reader is told of it. */
  public String sentence() {
    return "alert %s fires since %s%s"
        .formatted(name, since, summary.isEmpty() ? "" : ": " + summary);
  }
}
