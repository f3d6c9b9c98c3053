package com.trixtech.selfheal.bench.breaker;

import com.trixtech.selfheal.shield.breaker.Breaker;
import com.trixtech.selfheal.shield.rejection.BreakerOpen;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.smallrye.faulttolerance.api.Guard;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A call that an open breaker rejects, up to the catch of the rejection. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class OpenRejection {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Breaker own =
      Breaker.named("payment")
          .failureThreshold(1)
          .consecutiveOnly()
          .recoveryTimeout(HOUR)
          .longestRecoveryTimeout(HOUR)
          .build();
  private final CircuitBreaker resilience4j = CircuitBreaker.ofDefaults("payment");
  private final CircuitBreaker resilience4jStackless =
      CircuitBreaker.of(
          "payment", CircuitBreakerConfig.custom().writableStackTraceEnabled(false).build());
  private final dev.failsafe.CircuitBreaker<Integer> failsafe =
      dev.failsafe.CircuitBreaker.<Integer>builder().withDelay(HOUR).build();
  private final FailsafeExecutor<Integer> failsafeExecutor = Failsafe.with(failsafe);
  private final Guard smallrye =
      Guard.create()
          .withCircuitBreaker()
          .requestVolumeThreshold(1)
          .failureRatio(1)
          .delay(1, ChronoUnit.HOURS)
          .done()
          .build();

  @Setup
  public void open() {
    own.failed(own.tryAcquire());
    resilience4j.transitionToForcedOpenState();
    resilience4jStackless.transitionToForcedOpenState();
    failsafe.open();
    try {
      smallrye.call(
          () -> {
            throw new IllegalStateException("opens it");
          },
          Integer.class);
    } catch (Exception e) {
      return; // it is open now
    }
    throw new IllegalStateException("no failure (expected: one, which opens)");
  }

  private static Integer work() {
    throw new IllegalStateException("called (expected: rejected)");
  }

  @Benchmark
  public Object own() {
    try {
      return own.call(OpenRejection::work);
    } catch (BreakerOpen e) {
      return e;
    }
  }

  @Benchmark
  public Object resilience4j() {
    try {
      return resilience4j.executeSupplier(OpenRejection::work);
    } catch (CallNotPermittedException e) {
      return e;
    }
  }

  @Benchmark
  public Object resilience4jStackless() {
    try {
      return resilience4jStackless.executeSupplier(OpenRejection::work);
    } catch (CallNotPermittedException e) {
      return e;
    }
  }

  @Benchmark
  public Object failsafeExecutor() {
    try {
      return failsafeExecutor.get(OpenRejection::work);
    } catch (CircuitBreakerOpenException e) {
      return e;
    }
  }

  @Benchmark
  public Object smallrye() throws Exception {
    try {
      return smallrye.call(OpenRejection::work, Integer.class);
    } catch (org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException e) {
      return e;
    }
  }
}
