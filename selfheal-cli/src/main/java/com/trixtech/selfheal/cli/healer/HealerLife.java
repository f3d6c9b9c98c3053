package com.trixtech.selfheal.cli.healer;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.server.ControlServer;
import com.trixtech.selfheal.server.api.Requests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * From start to end, in this order:
 *
 * <ol>
 *   <li>take the state's lock, or say who has it;
 *   <li>compose: read and check the input, before anything runs;
 *   <li>open the control API, so that a start can be watched and given up;
 *   <li>start the system; a start that fails or is given up stops what it had begun;
 *   <li>wait for the end: {@code down} stops everything, a termination signal lets everything run
 *       on without a healer, for the next one to take over.
 * </ol>
 */
public final class HealerLife {
  private final HealerArguments arguments;
  private final StartProgress progress;
  private final Thread main = Thread.currentThread();
  private final CountDownLatch over = new CountDownLatch(1);

  /** Completed with how to end; empty: let go of what runs. */
  private final CompletableFuture<Optional<Requests.Down>> end = new CompletableFuture<>();

  private volatile boolean starting;
  private volatile @Nullable HealerSystem running;

  public HealerLife(HealerArguments arguments) {
    this.arguments = arguments;
    this.progress = new StartProgress(arguments.progress());
  }

  /** Lives on the calling thread; returns when it is over. */
  public ExitCode live(Supplier<Composition> composition) {
    Runtime.getRuntime().addShutdownHook(new Thread(this::onSignal, "end-of-healer"));
    try (StateLock _ = StateLock.take(arguments.state())) {
      begin(composition.get());
      return ExitCode.OK;
    } catch (CommandFailure failure) {
      progress.failed(failure);
      return failure.exit();
    } catch (IOException | UncheckedIOException e) {
      return failed(ExitCode.ENVIRONMENT, e);
    } catch (InterruptedException e) {
      return failed(ExitCode.ENVIRONMENT, e);
    } catch (RuntimeException e) {
      return failed(ExitCode.BUG, e);
    } finally {
      over.countDown();
    }
  }

  private void begin(Composition composition) throws IOException, InterruptedException {
    progress.phase("reading " + arguments.manifests());
    try (HealerSystem system = composition.compose(arguments)) {
      running = system;
      Optional<Requests.Down> ending;
      try (ControlServer _ =
          ControlServer.start(
              InetAddress.getLoopbackAddress(), arguments.state(), system, this::onDown)) {
        start(system);
        ending = awaitEnd();
        ending.ifPresent(system::stop);
      }
      if (ending.map(Requests.Down::wipe).orElse(false)) {
        Leftovers.removeOwnFiles(arguments.state());
      }
    }
  }

  private void start(HealerSystem system) throws InterruptedException {
    starting = true;
    try {
      if (end.isDone()) { // told to end before there was anything to interrupt
        throw new InterruptedException("told to end");
      }
      system.start(progress::phase);
      starting = false;
      progress.started();
    } catch (InterruptedException | RuntimeException e) {
      starting = false;
      Thread.interrupted(); // Stopping must not be given up too.
      system.stop(new Requests.Down(false, true));
      throw e;
    }
  }

  private Optional<Requests.Down> awaitEnd() throws InterruptedException {
    while (true) {
      try {
        return end.get();
      } catch (InterruptedException e) {
        // A start that was given up just as it was done: there is an end to be had.
        if (!end.isDone()) {
          throw e;
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void onDown(Requests.Down request) {
    boolean first = end.complete(Optional.of(request));
    HealerSystem system = running;
    if (first) {
      giveUpStart();
    } else if (request.force() && system != null) {
      system.stop(request);
    }
  }

  /** Runs at every end of the process; where the life is over already it changes nothing. */
  private void onSignal() {
    end.complete(starting ? Optional.of(new Requests.Down(false, true)) : Optional.empty());
    giveUpStart();
    try {
      over.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void giveUpStart() {
    if (starting) {
      main.interrupt();
    }
  }

  private ExitCode failed(ExitCode exit, Exception e) {
    System.getLogger(HealerLife.class.getName()).log(System.Logger.Level.ERROR, "healer ended", e);
    String message =
        e instanceof InterruptedException
            ? "start: given up (expected: to be left to finish)"
            : e instanceof IOException || e instanceof UncheckedIOException
                ? "healer: %s (expected: a writable directory with free space) in %s"
                    .formatted(e.getMessage(), arguments.state())
                : "healer: " + e;
    progress.failed(new CommandFailure(exit, message, "details: " + arguments.log()));
    return exit;
  }
}
