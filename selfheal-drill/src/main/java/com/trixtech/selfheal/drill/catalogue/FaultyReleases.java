package com.trixtech.selfheal.drill.catalogue;

import static com.trixtech.selfheal.drill.catalogue.Drills.BACKEND;

import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.drill.Disturbance;
import com.trixtech.selfheal.drill.Drill;
import com.trixtech.selfheal.drill.Expectation;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Releases whose instances start well, pass their probes for a while, and then fail in a way that
 * an instance of a good release may fail in too: stuck, out of memory, out of connections. A
 * restart cures it for seconds only. That every new instance gets there, and no old one, tells a
 * bad release from an instance's own fault.
 */
final class FaultyReleases {
  private FaultyReleases() {}

  static Drill deadlocked() {
    return drill(
        "deadlocked-backend",
        "Backends that are alive and stuck",
        "A new revision whose threads deadlock while it still answers its readiness probe is found by its liveness, and rolled back.",
        "deadlock");
  }

  static Drill memoryLeak() {
    return drill(
        "memory-leak",
        "Backends that run out of memory",
        "A new revision that leaks until the JVM gives up is restarted by the platform, told from a leak of one instance, and rolled back.",
        "leak");
  }

  static Drill poolExhausted() {
    return drill(
        "pool-exhausted",
        "Backends that run out of database connections",
        "A new revision that never returns its connections is told from a database that is down, and rolled back; the database is left alone.",
        "pool-leak");
  }

  private static Drill drill(String name, String title, String hypothesis, String fault) {
    return new Drill(
        name,
        title,
        hypothesis,
        List.of(
            "apply the backend with BOOKING_FAULT=" + fault,
            "watch until the roll-back is verified",
            "apply the original manifests: no new revision may come of it"),
        "every booking request, until the roll-back",
        BACKEND,
        new Disturbance.BadRelease(BACKEND, fault, Duration.ofSeconds(110)),
        Drill.Load.DEFAULT,
        Duration.ofSeconds(6),
        List.of(
            new Expectation.Diagnosed(BACKEND, Set.of(Cause.BAD_RELEASE)),
            new Expectation.Acted(BACKEND, RemedyKind.ROLL_BACK),
            new Expectation.HarmEndsWithin(Duration.ofSeconds(60)),
            new Expectation.OriginalCurrent(BACKEND),
            new Expectation.MoneyAddsUp(),
            new Expectation.OnlyActs(
                Set.of(
                    RemedyKind.AWAIT_PLATFORM,
                    RemedyKind.EJECT,
                    RemedyKind.RESTART,
                    RemedyKind.REPLACE,
                    RemedyKind.ROLL_BACK)),
            new Expectation.ActsAtMost(RemedyKind.ROLL_BACK, 1),
            new Expectation.Untouched(Drills.DATABASE),
            new Expectation.NothingLost()),
        Duration.ofSeconds(120),
        Duration.ofSeconds(3),
        "the journal's causes in their order, an apply of the original manifests that makes no new revision, the database's uid and process, and the ledger");
  }
}
