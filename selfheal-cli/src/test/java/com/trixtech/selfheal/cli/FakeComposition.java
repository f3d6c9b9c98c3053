package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.cli.healer.Composition;
import com.trixtech.selfheal.cli.healer.HealerArguments;
import com.trixtech.selfheal.cli.healer.HealerSystem;
import com.trixtech.selfheal.server.api.Requests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The runtime of the tests, found as a service by a healer process that a test has started. A file
 * in the manifests' directory, named after it, decides how it fares; a file {@code running} in the
 * state stands for what runs.
 */
public final class FakeComposition implements Composition {

  @Override
  public HealerSystem compose(HealerArguments arguments) {
    Path manifests = arguments.manifests();
    if (Files.exists(manifests.resolve("bad-input"))) {
      throw new CommandFailure(ExitCode.USAGE, "replicas: -1 (expected: >= 0) in x.yaml:3", "mend");
    }
    Path release = manifests.resolve("release");
    while (Files.exists(manifests.resolve("reading-takes-long")) && !Files.exists(release)) {
      java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
    }
    Path running = arguments.state().resolve("running");
    FakeSystem system =
        new FakeSystem() {
          @Override
          public void start(Consumer<String> progress) throws InterruptedException {
            touch(running);
            if (Files.exists(manifests.resolve("start-fails"))) {
              throw new CommandFailure(
                  ExitCode.ENVIRONMENT, "127.77.0.3:8080: in use (expected: free)", null);
            }
            if (Files.exists(manifests.resolve("start-breaks"))) {
              throw new IllegalStateException("a defect");
            }
            if (Files.exists(manifests.resolve("start-takes-forever"))) {
              new java.util.concurrent.CountDownLatch(1).await();
            }
            super.start(progress);
          }

          @Override
          public void stop(Requests.Down request) {
            super.stop(request);
            remove(running);
          }
        };
    system.neverReady = Files.exists(manifests.resolve("never-ready"));
    return system;
  }

  @Override
  public boolean clean(Path state, Requests.Down request, Consumer<String> progress) {
    return remove(state.resolve("running"));
  }

  private static void touch(Path file) {
    try {
      Files.writeString(file, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean remove(Path file) {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
