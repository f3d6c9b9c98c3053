package com.trixtech.selfheal.local;

import static com.trixtech.selfheal.local.World.READY_BY_FILE;
import static com.trixtech.selfheal.local.World.SLEEP;
import static com.trixtech.selfheal.local.World.await;
import static com.trixtech.selfheal.local.World.deployment;

import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.SignalSource;
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import com.trixtech.selfheal.local.faults.Fault;
import com.trixtech.selfheal.testkit.SignalSourceCompatibilityKit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** The local runtime's signals mean what every signal source's do. */
final class LocalSignalsTest extends SignalSourceCompatibilityKit {
  @TempDir Path directory;

  @Override
  protected World newWorld() {
    return new Processes(directory);
  }

  /** Three shell scripts of a StatefulSet, whose names come again. */
  private static final class Processes implements World {
    private static final String SET =
        deployment("store", 3, "shell:1", SLEEP, READY_BY_FILE, "serviceName: store")
            .replace("kind: Deployment", "kind: StatefulSet");
    private static final String SERVICE =
        """
        apiVersion: v1
        kind: Service
        metadata: {name: store}
        spec: {clusterIP: None, selector: {app: store}, ports: [{name: tcp, port: 8080}]}
        """;

    /** Old enough that no look of a second ago can be its time: the probes' period is a second. */
    private static final Duration OLD = Duration.ofMillis(1500);

    private final com.trixtech.selfheal.local.World world;
    private final WorkloadRef ref;
    private @Nullable Fault blind;

    Processes(Path directory) {
      world = new com.trixtech.selfheal.local.World(directory);
      world.apply(SET, SERVICE);
      world.ready();
      ref = world.workload().ref();
    }

    @Override
    public SignalSource source() {
      return world.runtime.signals();
    }

    @Override
    public WorkloadRef workload() {
      return ref;
    }

    /** The platform makes another life at once, which has another uid. */
    @Override
    public void remove(InstanceRef instance) {
      world.runtime.evict(instance.uid(), false);
      await(
          "it is gone",
          () -> world.instances().stream().noneMatch(i -> i.uid().equals(instance.uid())));
    }

    @Override
    public void replace(InstanceRef instance) {
      remove(instance);
      world.ready();
    }

    @Override
    public void makeNotReady(InstanceRef instance) {
      try {
        Files.delete(world.pod(instance.uid()).resolve("ready"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void removeWorkload() {
      world.apply(SERVICE);
    }

    @Override
    public void loseSight(InstanceRef instance) {
      blind =
          world.runtime.injectFault(
              Fault.Kind.BLIND, instance.uid(), Duration.ofMinutes(5), Duration.ZERO);
      await("its age shows", () -> at(instance).isBefore(Instant.now().minus(OLD)));
    }

    @Override
    public void regainSight(InstanceRef instance) {
      Instant last = at(instance);
      world.runtime.removeFault(Objects.requireNonNull(blind).id());
      await("it was looked at", () -> at(instance).isAfter(last));
    }

    private Instant at(InstanceRef instance) {
      Optional<InstanceFact> fact =
          source().read().workloads().stream()
              .flatMap(w -> w.instances().stream())
              .filter(i -> i.instance().equals(instance))
              .findFirst();
      return fact.orElseThrow().at();
    }

    @Override
    public void advance(Duration by) {
      Instant then = Instant.now().plus(by);
      await("that much time has passed", () -> Instant.now().isAfter(then));
    }

    @Override
    public void close() {
      world.close();
    }
  }
}
