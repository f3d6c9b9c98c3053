package com.trixtech.selfheal.bench.breaker;

import com.alibaba.csp.sentinel.Entry;
import com.alibaba.csp.sentinel.SphU;
import com.alibaba.csp.sentinel.slots.block.BlockException;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRule;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRuleManager;
import com.trixtech.selfheal.shield.breaker.Breaker;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.smallrye.faulttolerance.api.Guard;
import java.util.List;
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

/** A call that succeeds, through a closed breaker. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ClosedCall {
  private static final String RESOURCE = "payment";

  private final Breaker own = Breaker.named(RESOURCE).build();
  private final CircuitBreaker resilience4j = CircuitBreaker.ofDefaults(RESOURCE);
  private final dev.failsafe.CircuitBreaker<Integer> failsafe =
      dev.failsafe.CircuitBreaker.<Integer>builder().withFailureThreshold(3).build();
  private final FailsafeExecutor<Integer> failsafeExecutor = Failsafe.with(failsafe);
  private final Guard smallrye = Guard.create().withCircuitBreaker().done().build();
  private final com.linecorp.armeria.client.circuitbreaker.CircuitBreaker armeria =
      com.linecorp.armeria.client.circuitbreaker.CircuitBreaker.of(RESOURCE);
  private int value = 42;

  @Setup
  public void rules() {
    var rule = new DegradeRule(RESOURCE);
    rule.setGrade(2); // by the number of errors
    rule.setCount(3);
    rule.setTimeWindow(30);
    DegradeRuleManager.loadRules(List.of(rule));
  }

  private int work() {
    return value;
  }

  @Benchmark
  public int bare() {
    return work();
  }

  @Benchmark
  public int own() {
    long ticket = own.tryAcquire();
    if (ticket == Breaker.REJECTED) {
      throw own.rejection();
    }
    int result = work();
    own.succeeded(ticket);
    return result;
  }

  @Benchmark
  public Integer ownCall() {
    return own.call(this::work);
  }

  @Benchmark
  public Integer resilience4j() {
    return resilience4j.executeSupplier(this::work);
  }

  @Benchmark
  public int failsafePermit() {
    failsafe.acquirePermit();
    int result = work();
    failsafe.recordSuccess();
    return result;
  }

  @Benchmark
  public Integer failsafeExecutor() {
    return failsafeExecutor.get(this::work);
  }

  @Benchmark
  public Integer smallrye() throws Exception {
    return smallrye.call(this::work, Integer.class);
  }

  @Benchmark
  public int armeria() {
    if (!armeria.tryRequest()) {
      throw new IllegalStateException("open (expected: closed)");
    }
    int result = work();
    armeria.onSuccess();
    return result;
  }

  @Benchmark
  public int sentinel() throws BlockException {
    Entry entry = SphU.entry(RESOURCE);
    try {
      return work();
    } finally {
      entry.exit();
    }
  }
}
