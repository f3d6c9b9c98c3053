package com.trixtech.selfheal.drill.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM end a JVM within its shutdown hooks: this one interrupts the drill and waits
 * until it has put everything back.
 */
final class ShutdownGuard implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Thread drill;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread hook;

  private ShutdownGuard(Thread drill) {
    this.drill = drill;
    this.hook = Thread.ofPlatform().name("drill-undo").unstarted(this::shutDown);
  }

  static ShutdownGuard of(Thread drill) {
    ShutdownGuard guard = new ShutdownGuard(drill);
    Runtime.getRuntime().addShutdownHook(guard.hook);
    return guard;
  }

  private void shutDown() {
    drill.interrupt();
    try {
      if (!over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println(
            "drill: the fault was not taken back within 60 s (expected: the runtime's own timer"
                + " ends it; ./selfheal drill clean)");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    over.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is going down and the hook has run: nothing to remove.
    }
  }
}
