package com.trixtech.selfheal.cli.local;

import com.trixtech.selfheal.core.HealingLoop;
import com.trixtech.selfheal.core.LoopSettings;
import com.trixtech.selfheal.core.signals.Snapshot.Traffic;
import com.trixtech.selfheal.local.LocalRuntime;
import com.trixtech.selfheal.local.LocalSettings;
import com.trixtech.selfheal.local.controllers.Addresses;
import com.trixtech.selfheal.local.controllers.ServicePlane;
import com.trixtech.selfheal.local.journal.FileJournal;
import com.trixtech.selfheal.local.node.NodeSettings;
import com.trixtech.selfheal.manifest.Manifests;
import com.trixtech.selfheal.manifest.policy.LoopPolicies;
import com.trixtech.selfheal.proxy.wire.ServiceRoute;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Goes through a healer's start without starting anything, so that the start-up cache holds its
 * classes: a healer that was killed must heal again within seconds.
 */
public final class Rehearsal {
  private Rehearsal() {}

  /**
   * Reads the input and takes one step over an empty machine in {@code state}, which the caller
   * deletes.
   */
  public static void run(Path manifests, Path images, Path state) {
    Manifests read = LocalComposition.read(manifests);
    LocalComposition.images(images);
    LocalRuntime runtime =
        LocalRuntime.open(
            new LocalSettings(
                state,
                new Nowhere(),
                new Nowhere(),
                NodeSettings.DEFAULT,
                InstantSource.system(),
                sentence -> {}));
    FileJournal journal = FileJournal.open(state.resolve("journal"));
    try {
      runtime.start();
      HealingLoop loop =
          new HealingLoop(
              LoopSettings.DEFAULT,
              LoopPolicies.of(read),
              InstantSource.system(),
              runtime.signals(),
              runtime.actuator(),
              new MirroredJournal(journal, LoopSettings.DEFAULT.history()));
      loop.step();
      runtime.status();
    } finally {
      journal.close();
      runtime.close();
    }
  }

  /** A data path that leads nowhere. */
  private static final class Nowhere implements ServicePlane, Addresses {
    @Override
    public CompletionStage<?> publish(List<ServiceRoute> routes) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public Map<String, Traffic> traffic() {
      return Map.of();
    }

    @Override
    public CompletionStage<?> eject(String uid, Instant until) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> uneject(String uid) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void stop() {}

    @Override
    public String service(String name) {
      return "127.0.0.1";
    }

    @Override
    public String nextInstance(Predicate<String> inUse) {
      return "127.0.0.1";
    }

    @Override
    public void release() {}
  }
}
