package com.trixtech.selfheal.kubernetes.operator;

import java.time.Duration;

/**
 * The times of the lease.
 *
 * @param lease how long others wait for a leader that says nothing
 * @param renew how long a leader that cannot renew it goes on; the rest is what an act may take
 * @param retry how often it is renewed, or sought
 */
record LeaseRhythm(Duration lease, Duration renew, Duration retry) {
  /** The usual ones of Kubernetes' own controllers. */
  static final LeaseRhythm DEFAULT =
      new LeaseRhythm(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));
}
