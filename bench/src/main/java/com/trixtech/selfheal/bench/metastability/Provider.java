package com.trixtech.selfheal.bench.metastability;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A payment provider: 20 servers, 50 ms each on average, one queue, first come first served. It also
 * does the work of callers that went away, as real ones do. 400 calls a second at most.
 */
final class Provider {
  static final int SERVERS = 20;
  static final Duration SERVICE = Duration.ofMillis(50);

  private record Work(Consumer<Boolean> answer) {}

  private final VirtualTime time;
  private final Fault fault;
  private final SplittableRandom random;
  private final ArrayDeque<Work> queue = new ArrayDeque<>();
  private int busy;

  Provider(VirtualTime time, Fault fault, SplittableRandom random) {
    this.time = time;
    this.fault = fault;
    this.random = random;
    time.at(fault.end().toNanos(), this::serve); // those that hung go on
  }

  /**
   * @param answer told later: true, or false for an error
   */
  void call(Consumer<Boolean> answer) {
    queue.add(new Work(answer));
    serve();
  }

  private void serve() {
    while (busy < SERVERS && !queue.isEmpty() && !fault.hangs(time.getAsLong())) {
      Work work = queue.remove();
      busy++;
      double factor = fault.factor(time.getAsLong()) * (0.5 + random.nextDouble());
      boolean fails = random.nextDouble() < fault.errors(time.getAsLong());
      time.in(
          Duration.ofNanos((long) (SERVICE.toNanos() * factor)),
          () -> {
            busy--;
            work.answer.accept(!fails);
            serve();
          });
    }
  }
}
