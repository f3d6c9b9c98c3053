package com.trixtech.selfheal.bench.loop;

/**
 * An hour of virtual time with an incident every ten seconds, and the heap after a full collection
 * before and after it. The first half hour fills what is bounded (the history, the ledger, the
 * proofs) and is not counted.
 */
public final class HourOfHealing {
  private static final int HALF_HOUR = 1800;

  private HourOfHealing() {}

  /** What the hour came to. */
  record Growth(long before, long after, int incidents, int acts, long entries) {}

  /** Prints one line. */
  public static void main(String[] args) {
    Growth growth = run(100, 100, HALF_HOUR, 2 * HALF_HOUR);
    System.out.printf(
        "heap after GC: %,d KiB before the hour, %,d KiB after it (%+,d KiB); %,d incidents, %,d"
            + " acts, %,d journal entries%n",
        growth.before() / 1024,
        growth.after() / 1024,
        (growth.after() - growth.before()) / 1024,
        growth.incidents(),
        growth.acts(),
        growth.entries());
  }

  static Growth run(int workloads, int size, int warmUpSeconds, int seconds) {
    Fleet fleet = new Fleet(workloads, size);
    advance(fleet, workloads * size, 0, warmUpSeconds);
    int incidents = fleet.incidents();
    int acts = fleet.acts();
    long entries = fleet.entries();
    long before = heap();
    advance(fleet, workloads * size, warmUpSeconds, warmUpSeconds + seconds);
    long after = heap();
    return new Growth(
        before,
        after,
        fleet.incidents() - incidents,
        fleet.acts() - acts,
        fleet.entries() - entries);
  }

  private static void advance(Fleet fleet, int total, int from, int to) {
    for (int second = from; second < to; second++) {
      if (second % 20 == 15) {
        fleet.crash((second * 37) % total);
      } else if (second % 20 == 5) {
        fleet.hangAbout((second * 41) % total);
      }
      fleet.renew();
      fleet.step();
    }
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
