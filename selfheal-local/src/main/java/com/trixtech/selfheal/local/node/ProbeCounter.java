package com.trixtech.selfheal.local.node;

import com.trixtech.selfheal.manifest.semantics.ProbeSpec;
import org.jspecify.annotations.Nullable;

/**
 * The kubelet's counting of one probe's results: a verdict changes only after so many equal results
 * in a row. Confined to the event loop.
 */
final class ProbeCounter {
  private final ProbeSpec spec;
  private @Nullable Boolean last;
  private int run;

  ProbeCounter(ProbeSpec spec) {
    this.spec = spec;
  }

  /** Counts one result; true or false once the threshold is reached, null while it is not. */
  @Nullable Boolean record(boolean success) {
    run = last != null && last == success ? run + 1 : 1;
    last = success;
    return run >= (success ? spec.successThreshold() : spec.failureThreshold()) ? success : null;
  }

  /** Failures in a row, up to now. */
  int failures() {
    return last != null && !last ? run : 0;
  }
}
