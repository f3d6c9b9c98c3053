package com.trixtech.selfheal.shield.health;

import com.trixtech.selfheal.shield.deadline.Deadline;
import com.trixtech.selfheal.shield.health.WatchedPart.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The process's health, as four separate questions. Thread-safe; no answer waits for anything.
 *
 * <ul>
 *   <li>{@link #live}: 503 only for what a restart of this process cures, and nothing else does.
 *   <li>{@link #startup}: 200 once every startup check was up; from then on for ever.
 *   <li>{@link #ready}: 503 when it should get no requests: leaving, not started, or a part is down
 *       or unknown without which it cannot serve. A part that it can do without only makes it
 *       {@code degraded}, which is a 200.
 *   <li>{@link #health}: everything, for people. Its status code is that of {@link #live}: there is
 *       always somebody who restarts what answers 503, and a restart cures no dependency.
 * </ul>
 */
public final class Health implements AutoCloseable {
  private static final Duration PULSE = Duration.ofMillis(500);

  private final String name;
  private final Pulse pulse;
  private final List<WatchedPart> parts;
  private final Duration cadence;
  private final LongSupplier clock;
  private final long bornAt;
  private final Thread thread = new Thread(this::run, "health");
  private volatile @Nullable String leaving;

  private Health(Builder builder) {
    name = builder.name;
    pulse = builder.pulse;
    parts =
        builder.parts.stream()
            .map(p ->
                new WatchedPart(p.name(), p.role(), p.check(), builder.staleAfter, builder.clock))
            .toList();
    cadence = builder.cadence;
    clock = builder.clock;
    bornAt = clock.getAsLong();
    thread.setDaemon(true);
  }

  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Begins to look, in the background. */
  public Health start() {
    thread.start();
    return this;
  }

  /** Not ready from now on; what runs is finished. For SIGTERM. */
  public void leave(String why) {
    leaving = why;
  }

  public HealthAnswer live() {
    return answer(liveness(), Role.LIVE::equals);
  }

  public HealthAnswer startup() {
    return answer(starting(), Role.STARTUP::equals);
  }

  public HealthAnswer ready() {
    return answer(readiness(), r -> r == Role.READY || r == Role.DEGRADING);
  }

  public HealthAnswer health() {
    Finding live = liveness();
    Finding worst = live.condition() == Condition.UP ? readiness() : live;
    int status = live.condition() == Condition.DOWN ? 503 : 200;
    return new HealthAnswer(status, json(worst, _ -> true));
  }

  /** The answer for one of the four paths, such as {@code /health/ready}; null for other paths. */
  public @Nullable HealthAnswer at(String path) {
    return switch (path) {
      case "/health/live" -> live();
      case "/health/startup" -> startup();
      case "/health/ready" -> ready();
      case "/health" -> health();
      default -> null;
    };
  }

  /** All checks as they are known now, for metrics. */
  public List<CheckResult> results() {
    return parts.stream().map(WatchedPart::result).toList();
  }

  /** One check as it is known now. */
  public CheckResult result(String check) {
    for (WatchedPart part : parts) {
      if (part.name().equals(check)) {
        return part.result();
      }
    }
    throw new IllegalArgumentException(
        "check: "
            + check
            + " (expected: one of "
            + parts.stream().map(WatchedPart::name).toList()
            + ")");
  }

  private Finding liveness() {
    Finding own = pulse.finding();
    if (own.condition() != Condition.UP) {
      return own;
    }
    for (WatchedPart part : parts) {
      CheckResult result = part.result();
      // Unknown is no reason to restart: only a finding is.
      if (part.role() == Role.LIVE && result.finding().condition() == Condition.DOWN) {
        return because(result, Condition.DOWN);
      }
    }
    return own;
  }

  private Finding starting() {
    for (WatchedPart part : parts) {
      if (part.role() == Role.STARTUP && !part.everUp()) {
        return because(part.result(), Condition.DOWN);
      }
    }
    return Finding.up("started");
  }

  private Finding readiness() {
    String reason = leaving;
    if (reason != null) {
      return Finding.down("leaving: " + reason);
    }
    Finding starting = starting();
    if (starting.condition() != Condition.UP) {
      return starting;
    }
    Finding worst = Finding.up("ready");
    for (WatchedPart part : parts) {
      CheckResult result = part.result();
      Condition condition = result.finding().condition();
      if (condition == Condition.UP) {
        continue;
      }
      if (part.role() == Role.READY && condition != Condition.DEGRADED) {
        return because(result, Condition.DOWN);
      }
      if (part.role() == Role.DEGRADING || part.role() == Role.READY) {
        worst = because(result, Condition.DEGRADED);
      }
    }
    return worst;
  }

  private static Finding because(CheckResult result, Condition condition) {
    return new Finding(condition, result.name() + ": " + result.finding().why());
  }

  private HealthAnswer answer(Finding finding, Predicate<Role> shown) {
    return new HealthAnswer(
        finding.condition() == Condition.DOWN ? 503 : 200, json(finding, shown));
  }

  private String json(Finding finding, Predicate<Role> shown) {
    var results =
        parts.stream().filter(p -> shown.test(p.role())).map(WatchedPart::result).toList();
    Duration uptime = Duration.ofNanos(clock.getAsLong() - bornAt);
    return HealthJson.write(name, finding, uptime, pulse.age(), results);
  }

  private void run() {
    long looked = Long.MIN_VALUE;
    try {
      for (int i = 0; ; i++) {
        pulse.send();
        if (i % 10 == 9) {
          pulse.findDeadlocks();
        }
        long now = clock.getAsLong();
        if (looked == Long.MIN_VALUE || now - looked >= cadence.toNanos()) {
          looked = now;
          parts.forEach(WatchedPart::lookInBackground);
        }
        Thread.sleep(cadence.compareTo(PULSE) < 0 ? cadence : PULSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // close()
    }
  }

  /** Stops looking; parts become unknown, and the process is no longer live for long. */
  @Override
  public void close() {
    thread.interrupt();
  }

  /** What belongs to which question. Not thread-safe. */
  public static final class Builder {
    private final String name;

    private record Part(String name, Role role, Check check) {}

    private final List<Part> parts = new ArrayList<>();
    private Duration cadence = Duration.ofSeconds(1);
    private Duration staleAfter = Duration.ofSeconds(5);
    private LongSupplier clock = Deadline.CLOCK;
    private Pulse pulse = new Pulse();

    Builder(String name) {
      this.name = name;
    }

    /** Down only when nothing but a restart helps; must not ask anything outside of the process. */
    public Builder live(String part, Check check) {
      return add(part, Role.LIVE, check);
    }

    /** Must be up once before it is started. */
    public Builder startup(String part, Check check) {
      return add(part, Role.STARTUP, check);
    }

    /** The application cannot serve without it. */
    public Builder ready(String part, Check check) {
      return add(part, Role.READY, check);
    }

    /** The application serves with less without it. */
    public Builder degrades(String part, Check check) {
      return add(part, Role.DEGRADING, check);
    }

    /**
     * Not live when the executor has run nothing for so long: more than the half second after which
     * it is sent the next task, or it would be restarted for nothing.
     */
    public Builder liveExecutor(String part, Executor executor, Duration late) {
      if (late.compareTo(PULSE) <= 0) {
        throw refused("liveExecutor " + part, late, "more than " + PULSE);
      }
      pulse.watch(part, executor, late);
      return this;
    }

    /** Not live when the loop has not called {@link Pulse.Beat#now} for so long. */
    public Pulse.Beat liveLoop(String part, Duration late) {
      if (!late.isPositive()) {
        throw refused("liveLoop " + part, late, "more than PT0S");
      }
      return pulse.loop(part, late);
    }

    /**
     * Not live when more than {@code tolerated} pieces of work are under way for longer than they
     * ever should be. As all that they wait for has a time-out, {@code longest} is several times
     * the longest of those: then only a restart helps.
     */
    public WorkWatch liveWork(String part, Duration longest, int tolerated) {
      if (!longest.isPositive()) {
        throw refused("liveWork " + part, longest, "more than PT0S");
      }
      if (tolerated < 0) {
        throw refused("liveWork " + part, tolerated, "0 or more tolerated");
      }
      return pulse.work(part, longest, tolerated);
    }

    /** How often each check looks. 1 s. */
    public Builder cadence(Duration period) {
      if (!period.isPositive()) {
        throw refused("cadence", period, "more than PT0S");
      }
      cadence = period;
      return this;
    }

    /** A result older than this is unknown; longer than the cadence. 5 s. */
    public Builder staleAfter(Duration age) {
      staleAfter = age;
      return this;
    }

    /** Monotonic nanoseconds; before anything else is added. */
    Builder clock(LongSupplier nanos) {
      clock = nanos;
      pulse = new Pulse(nanos);
      return this;
    }

    private Builder add(String part, Role role, Check check) {
      if (parts.stream().anyMatch(p -> p.name().equals(part))) {
        throw refused("check", part, "a name that is used once");
      }
      parts.add(new Part(part, role, check));
      return this;
    }

    public Health build() {
      if (staleAfter.compareTo(cadence) <= 0) {
        throw refused("staleAfter", staleAfter, "longer than the cadence " + cadence);
      }
      return new Health(this);
    }

    private IllegalArgumentException refused(String knob, Object value, String expected) {
      return new IllegalArgumentException(
          "health %s, %s: %s (expected: %s)".formatted(name, knob, value, expected));
    }
  }
}
