package com.trixtech.selfheal.bench.loop;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One step over 100 instances of each workload, every sample fresh in every step. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(
    value = 2,
    jvmArgs = {"-XX:+UseSerialGC", "-Xmx512m"})
public class LoopStep {
  /** How many workloads of 100 instances. */
  @Param("100")
  public int workloads = 100;

  private Fleet fleet = new Fleet(1, 1);

  /** Makes the fleet. */
  @Setup(Level.Trial)
  public void fleet() {
    fleet = new Fleet(workloads, 100);
  }

  /** Renews every sample. */
  @Setup(Level.Invocation)
  public void renew() {
    fleet.renew();
  }

  /** What is measured. */
  @Benchmark
  public int step() {
    return fleet.step();
  }
}
