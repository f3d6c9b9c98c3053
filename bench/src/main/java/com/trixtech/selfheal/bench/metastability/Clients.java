package com.trixtech.selfheal.bench.metastability;

import com.trixtech.selfheal.bench.metastability.Client.Course;
import com.trixtech.selfheal.bench.metastability.Client.End;
import com.trixtech.selfheal.shield.CallSteps;
import com.trixtech.selfheal.shield.Shield;
import com.trixtech.selfheal.shield.rejection.CallRejected;
import com.trixtech.selfheal.shield.retry.RetryBudget;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The policies that are compared. All give an attempt 1 s and a request 4 s. */
enum Clients {
  /** The shield with its defaults, and three attempts for every failure. */
  SHIELD("the shield") {
    @Override
    Client make(VirtualTime time, SplittableRandom random) {
      var budget = RetryBudget.of(0.2, 10, Duration.ofSeconds(10), time);
      Shield shield =
          Shield.named("payment")
              .deadline(REQUEST)
              .attemptTimeout(ATTEMPT)
              .neverInterrupt()
              .retry(r -> r.attempts(3).when(_ -> true))
              .retryBudget(budget)
              .clock(time)
              .random(random::nextDouble)
              .build();
      return () -> new Shielded(shield.begin());
    }
  },

  /** Four attempts with growing, random pauses. */
  RETRIES("retries only") {
    @Override
    Client make(VirtualTime time, SplittableRandom random) {
      return () -> new Retrying(time, random, 4);
    }
  },

  /** CircuitBreaker.ofDefaults inside of Retry.ofDefaults: 3 attempts, half a second between them. */
  RESILIENCE4J("Resilience4j, defaults") {
    @Override
    Client make(VirtualTime time, SplittableRandom random) {
      var config =
          CircuitBreakerConfig.custom()
              .clock(new VirtualClock(time))
              .currentTimestampFunction(_ -> time.getAsLong(), TimeUnit.NANOSECONDS)
              .build();
      var breaker = CircuitBreaker.of("payment", config);
      return () -> new Resilience4jCourse(time, breaker);
    }
  },

  NONE("nothing") {
    @Override
    Client make(VirtualTime time, SplittableRandom random) {
      return () -> new Retrying(time, random, 1);
    }
  };

  static final Duration ATTEMPT = Duration.ofSeconds(1);
  static final Duration REQUEST = Duration.ofSeconds(4);

  final String words;

  Clients(String words) {
    this.words = words;
  }

  abstract Client make(VirtualTime time, SplittableRandom random);

  private static final class Shielded implements Course {
    private final CallSteps steps;

    Shielded(CallSteps steps) {
      this.steps = steps;
    }

    @Override
    public Optional<Duration> attempt() {
      try {
        return Optional.of(steps.next().remaining());
      } catch (CallRejected rejected) {
        return Optional.empty();
      }
    }

    @Override
    public Optional<Duration> ended(End end) {
      return switch (end) {
        case ANSWERED -> steps.answered("charged");
        case ERROR -> steps.failed(new IOException("500"));
        case TIMED_OUT -> steps.failed(new TimeoutException());
      };
    }
  }

  private static final class Retrying implements Course {
    private final VirtualTime time;
    private final SplittableRandom random;
    private final int most;
    private final long deadline;
    private int attempts;

    Retrying(VirtualTime time, SplittableRandom random, int most) {
      this.time = time;
      this.random = random;
      this.most = most;
      deadline = time.getAsLong() + REQUEST.toNanos();
    }

    @Override
    public Optional<Duration> attempt() {
      attempts++;
      Duration left = Duration.ofNanos(deadline - time.getAsLong());
      return left.isPositive()
          ? Optional.of(left.compareTo(ATTEMPT) < 0 ? left : ATTEMPT)
          : Optional.empty();
    }

    @Override
    public Optional<Duration> ended(End end) {
      return end == End.ANSWERED || attempts >= most
          ? Optional.empty()
          : Optional.of(Duration.ofMillis(random.nextInt(50 << attempts)));
    }
  }

  private static final class Resilience4jCourse implements Course {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private final VirtualTime time;
    private final CircuitBreaker breaker;
    private final long deadline;
    private int attempts;
    private long startedAt;

    Resilience4jCourse(VirtualTime time, CircuitBreaker breaker) {
      this.time = time;
      this.breaker = breaker;
      deadline = time.getAsLong() + REQUEST.toNanos();
    }

    @Override
    public Optional<Duration> attempt() {
      attempts++;
      startedAt = time.getAsLong();
      Duration left = Duration.ofNanos(deadline - startedAt);
      return left.isPositive() && breaker.tryAcquirePermission()
          ? Optional.of(left.compareTo(ATTEMPT) < 0 ? left : ATTEMPT)
          : Optional.empty();
    }

    @Override
    public Optional<Duration> rejected() {
      return again();
    }

    @Override
    public Optional<Duration> ended(End end) {
      long took = time.getAsLong() - startedAt;
      if (end == End.ANSWERED) {
        breaker.onSuccess(took, TimeUnit.NANOSECONDS);
        return Optional.empty();
      }
      breaker.onError(took, TimeUnit.NANOSECONDS, new IOException(end.name()));
      return again();
    }

    private Optional<Duration> again() {
      return attempts < 3 ? Optional.of(PAUSE) : Optional.empty();
    }
  }

  private static final class VirtualClock extends Clock {
    private final VirtualTime time;

    VirtualClock(VirtualTime time) {
      this.time = time;
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH.plusNanos(time.getAsLong());
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
}
