package com.trixtech.selfheal.cli.local;

import com.trixtech.selfheal.core.HealingLoop;
import com.trixtech.selfheal.core.StepReport;
import com.trixtech.selfheal.server.ControlException;
import com.trixtech.selfheal.server.api.Metrics;
import com.trixtech.selfheal.server.api.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives the loop its one thread: steps in a steady rhythm, and what people ask in between.
 * Thread-safe. A step that fails is logged and the next one tried; a loop whose journal cannot be
 * written does not act.
 */
final class LoopThread implements AutoCloseable {
  private static final Duration RHYTHM = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final System.Logger LOG = System.getLogger(LoopThread.class.getName());

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("healing-loop").factory());
  private final Instant startedAt = Instant.now();
  private final HealingLoop loop;
  private @Nullable String lastFailure;
  private volatile StepReport lastStep = StepReport.NOTHING_YET;
  private volatile long steps;
  private volatile double stepMs;
  private volatile double stepMsMax;

  LoopThread(Supplier<HealingLoop> loop) {
    this.loop = loop.get();
    thread.scheduleWithFixedDelay(this::step, 0, RHYTHM.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void step() {
    long began = System.nanoTime();
    try {
      lastStep = loop.step();
      lastFailure = null;
    } catch (RuntimeException e) {
      String failure = String.valueOf(e.getMessage());
      if (!failure.equals(lastFailure)) { // once, and not four times a second
        LOG.log(System.Logger.Level.ERROR, "step: " + failure, e);
      }
      lastFailure = failure;
    }
    stepMs = (System.nanoTime() - began) / 1e6;
    stepMsMax = Math.max(stepMsMax, stepMs);
    steps++;
  }

  /** What the last step saw; never waits. */
  StepReport lastStep() {
    return lastStep;
  }

  Instant observingUntil() {
    return loop.observingUntil();
  }

  /** Asks the loop on its own thread. */
  <T> T ask(Function<HealingLoop, T> question) {
    try {
      return thread
          .submit(() -> question.apply(loop))
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException | RejectedExecutionException e) {
      throw new ControlException(
          Problem.Code.UNAVAILABLE, "loop: no answer", "an answer within " + PATIENCE, null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlException(Problem.Code.UNAVAILABLE, "loop: interrupted", "an answer", null);
    }
  }

  Metrics metrics() {
    ProcessHandle self = ProcessHandle.current();
    return new Metrics(
        self.pid(),
        Duration.between(startedAt, Instant.now()).toMillis() / 1000.0,
        steps,
        stepMs,
        stepMsMax,
        residentBytes(),
        self.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0);
  }

  private static long residentBytes() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(Long::parseLong)
          .map(kib -> kib * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  /** No step is under way when this returns. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
