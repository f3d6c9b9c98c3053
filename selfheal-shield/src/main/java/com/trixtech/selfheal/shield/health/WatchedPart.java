package com.trixtech.selfheal.shield.health;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One check, what it saw last, and whether it is being looked at. Thread-safe. */
final class WatchedPart {
  /** What becomes of an answer when the part is not up. */
  enum Role {
    LIVE,
    STARTUP,
    READY,
    DEGRADING
  }

  private final String name;
  private final Role role;
  private final Check check;
  private final Duration staleAfter;
  private final LongSupplier clock;
  private final long bornAt;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile @Nullable Seen seen;
  private volatile boolean everUp;

  /**
   * @param at when the look ended
   * @param since when the first look with this condition ended
   */
  private record Seen(Finding finding, long at, long since, long failures) {}

  WatchedPart(String name, Role role, Check check, Duration staleAfter, LongSupplier clock) {
    this.name = name;
    this.role = role;
    this.check = check;
    this.staleAfter = staleAfter;
    this.clock = clock;
    bornAt = clock.getAsLong();
  }

  String name() {
    return name;
  }

  Role role() {
    return role;
  }

  /** Was up once; a start that is over stays over. */
  boolean everUp() {
    return everUp;
  }

  /** Looks in a thread of its own, unless the last look has not ended. */
  void lookInBackground() {
    if (role == Role.STARTUP && everUp) {
      return;
    }
    if (looking.compareAndSet(false, true)) {
      Thread.ofVirtual().name("health-" + name).start(this::look);
    }
  }

  private void look() {
    try {
      Finding finding;
      try {
        finding = check.look();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        finding = Finding.unknown("interrupted");
      } catch (Throwable e) {
        finding = Finding.down(reason(e));
      }
      note(finding);
    } finally {
      looking.set(false);
    }
  }

  private void note(Finding finding) {
    long now = clock.getAsLong();
    Seen before = seen;
    long failures = before == null ? 0 : before.failures;
    long since =
        before != null && before.finding.condition() == finding.condition() ? before.since : now;
    seen =
        new Seen(finding, now, since, failures + (finding.condition() == Condition.DOWN ? 1 : 0));
    everUp |= finding.condition() == Condition.UP;
  }

  CheckResult result() {
    long now = clock.getAsLong();
    Seen last = seen;
    if (last == null) {
      return new CheckResult(
          name,
          Finding.unknown("not looked at yet"),
          Optional.empty(),
          Duration.ofNanos(now - bornAt),
          0);
    }
    Duration age = Duration.ofNanos(now - last.at);
    boolean latched = role == Role.STARTUP && everUp;
    if (age.compareTo(staleAfter) > 0 && !latched) {
      return new CheckResult(
          name,
          Finding.unknown(
              "no look ended for %d ms (expected: at most %d ms); before: %s"
                  .formatted(age.toMillis(), staleAfter.toMillis(), last.finding.why())),
          Optional.of(age),
          age.minus(staleAfter),
          last.failures);
    }
    return new CheckResult(
        name, last.finding, Optional.of(age), Duration.ofNanos(now - last.since), last.failures);
  }

  private static String reason(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? e.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
