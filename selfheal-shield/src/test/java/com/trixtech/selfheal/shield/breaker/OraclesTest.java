package com.trixtech.selfheal.shield.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.shield.ManualClock;
import dev.failsafe.CircuitBreakerOpenException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.smallrye.faulttolerance.api.Guard;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The same seeded sequences through other breakers, where they mean the same.
 *
 * <p>The same machine: n failures in a row open, n successes close, one failed trial opens again;
 * one call after the other, so that no result is late and no trial hangs. Where they differ is told
 * by the tests of {@link BreakerTest}: none of them binds the run to a period, Resilience4j
 * and Failsafe count late results, all three keep waiting for a trial that hangs,
 * none has the guard. Resilience4j needs an event listener to open again at the first failed trial.
 * Failsafe and SmallRye have no clock that a test can move, so recovery is compared with
 * Resilience4j alone.
 */
class OraclesTest {
  private static final Logger LOG = Logger.getLogger(Breaker.class.getName());
  private static final Duration RECOVERY = Duration.ofSeconds(30);

  @BeforeAll
  static void quiet() {
    LOG.setLevel(Level.WARNING);
  }

  @AfterAll
  static void loud() {
    LOG.setLevel(null);
  }

  private static final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    Failure() {
      super(null, null, false, false);
    }
  }

  private enum Seen {
    ANSWERED,
    FAILED,
    REJECTED
  }

  @FunctionalInterface
  private interface Peer {
    Seen call(boolean fails) throws Exception;
  }

  private static Breaker own(ManualClock clock, int failures, int successes) {
    return Breaker.named("oracle")
        .failureThreshold(failures)
        .consecutiveOnly()
        .monitoringPeriod(Duration.ofHours(24))
        .recoveryTimeout(RECOVERY)
        .longestRecoveryTimeout(RECOVERY)
        .jitter(0)
        .successThreshold(successes)
        .clock(clock)
        .build();
  }

  private static Peer peer(Breaker breaker) {
    return fails -> {
      try {
        breaker.call(work(fails)::call);
        return Seen.ANSWERED;
      } catch (Failure e) {
        return Seen.FAILED;
      } catch (com.trixtech.selfheal.shield.rejection.BreakerOpen e) {
        return Seen.REJECTED;
      }
    };
  }

  private static Callable<String> work(boolean fails) {
    return () -> {
      if (fails) {
        throw new Failure();
      }
      return "answer";
    };
  }

  /** Wall time that follows the manual clock: Resilience4j times its recovery by it. */
  private static final class WallClock extends Clock {
    private final ManualClock clock;
    private final long start;

    WallClock(ManualClock clock) {
      this.clock = clock;
      start = clock.getAsLong();
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH.plusNanos(clock.getAsLong() - start);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void resilience4j_agrees_over_openings_and_recoveries() throws Exception {
    int opened = 0;
    for (int seed = 0; seed < 20; seed++) {
      var random = new SplittableRandom(seed);
      int failures = random.nextInt(1, 5);
      int successes = random.nextInt(1, failures + 1);
      var clock = new ManualClock();
      Breaker breaker = own(clock, failures, successes);
      var config =
          CircuitBreakerConfig.custom()
              .slidingWindow(failures, failures, SlidingWindowType.COUNT_BASED)
              .failureRateThreshold(100)
              .waitDurationInOpenState(RECOVERY)
              .permittedNumberOfCallsInHalfOpenState(successes)
              .clock(new WallClock(clock))
              .build();
      CircuitBreaker theirs = CircuitBreaker.of("oracle", config);
      theirs
          .getEventPublisher()
          .onError(_ -> {
            if (theirs.getState() == CircuitBreaker.State.HALF_OPEN) {
              theirs.transitionToOpenState();
            }
          });
      Peer other =
          fails -> {
            try {
              theirs.executeCallable(work(fails));
              return Seen.ANSWERED;
            } catch (Failure e) {
              return Seen.FAILED;
            } catch (CallNotPermittedException e) {
              return Seen.REJECTED;
            }
          };
      opened += compare(seed, random, clock, peer(breaker), other, 20_000, true);
    }
    assertThat(opened).as("rejections compared").isGreaterThan(10_000);
  }

  @Test
  void failsafe_agrees_until_it_opens() throws Exception {
    int opened = 0;
    for (int seed = 0; seed < 200; seed++) {
      var random = new SplittableRandom(seed);
      int failures = random.nextInt(1, 5);
      var clock = new ManualClock();
      var theirs =
          dev.failsafe.CircuitBreaker.<String>builder()
              .withFailureThreshold(failures)
              .withDelay(RECOVERY)
              .withSuccessThreshold(3)
              .build();
      var executor = dev.failsafe.Failsafe.with(theirs);
      Peer other =
          fails -> {
            try {
              executor.get(work(fails)::call);
              return Seen.ANSWERED;
            } catch (CircuitBreakerOpenException e) {
              return Seen.REJECTED;
            } catch (dev.failsafe.FailsafeException e) {
              assertThat(e).hasCauseInstanceOf(Failure.class);
              return Seen.FAILED;
            }
          };
      opened += compare(seed, random, clock, peer(own(clock, failures, 3)), other, 500, false);
    }
    assertThat(opened).as("rejections compared").isGreaterThan(1000);
  }

  @Test
  void smallrye_agrees_until_it_opens() throws Exception {
    int opened = 0;
    for (int seed = 0; seed < 100; seed++) {
      var random = new SplittableRandom(seed);
      int failures = random.nextInt(1, 5);
      var clock = new ManualClock();
      Guard guard =
          Guard.create()
              .withCircuitBreaker()
              .requestVolumeThreshold(failures)
              .failureRatio(1.0)
              .successThreshold(3)
              .delay(30, java.time.temporal.ChronoUnit.SECONDS)
              .done()
              .build();
      Peer other =
          fails -> {
            try {
              guard.call(work(fails), String.class);
              return Seen.ANSWERED;
            } catch (Failure e) {
              return Seen.FAILED;
            } catch (
                org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException e) {
              return Seen.REJECTED;
            }
          };
      opened += compare(seed, random, clock, peer(own(clock, failures, 3)), other, 500, false);
    }
    assertThat(opened).as("rejections compared").isGreaterThan(1000);
  }

  /** Returns how many calls both rejected. */
  private static int compare(
      int seed,
      SplittableRandom random,
      ManualClock clock,
      Peer own,
      Peer other,
      int steps,
      boolean timeMoves)
      throws Exception {
    int rejected = 0;
    double failing = 0.5;
    for (int step = 0; step < steps; step++) {
      if (random.nextInt(50) == 0) {
        failing = random.nextInt(5) / 4.0;
      }
      if (timeMoves && random.nextInt(10) == 0) {
        // Never exactly the recovery time: at that instant ours tries again, theirs just after it.
        clock.advance(Duration.ofSeconds(random.nextInt(1, 20)).plusMillis(1));
      }
      boolean fails = random.nextDouble() < failing;
      Seen mine = own.call(fails);
      assertThat(mine).as("seed %d, step %d", seed, step).isEqualTo(other.call(fails));
      rejected += mine == Seen.REJECTED ? 1 : 0;
    }
    return rejected;
  }
}
