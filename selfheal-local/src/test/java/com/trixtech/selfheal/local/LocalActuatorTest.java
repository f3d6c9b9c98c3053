package com.trixtech.selfheal.local;

import static com.trixtech.selfheal.local.World.READY_BY_FILE;
import static com.trixtech.selfheal.local.World.SLEEP;
import static com.trixtech.selfheal.local.World.await;
import static com.trixtech.selfheal.local.World.deployment;

import com.trixtech.selfheal.core.act.Actuator;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.local.node.InstanceRecord.Stage;
import com.trixtech.selfheal.testkit.ActuatorCompatibilityKit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

/** The local actuator means what every actuator means. */
final class LocalActuatorTest extends ActuatorCompatibilityKit {
  @TempDir Path directory;

  @Override
  protected World newWorld() {
    return new Processes(directory);
  }

  /** Three shell scripts at the second of two revisions. */
  private static final class Processes implements World {
    private static final String SERVICE =
        """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {selector: {app: web}, ports: [{name: http, port: 8080}]}
        """;

    private final com.trixtech.selfheal.local.World world;
    private final Set<String> seen;
    private final Set<String> removed = new HashSet<>();
    private final String previous;

    Processes(Path directory) {
      world = new com.trixtech.selfheal.local.World(directory);
      world.apply(deployment("web", 0, "shell:1", SLEEP, READY_BY_FILE, ""), SERVICE);
      previous = current();
      world.apply(deployment("web", 3, "shell:2", SLEEP, READY_BY_FILE, ""), SERVICE);
      world.ready();
      seen = world.instances().stream().map(LocalStatus.Instance::uid).collect(Collectors.toSet());
    }

    @Override
    public Actuator actuator() {
      return world.runtime.actuator();
    }

    @Override
    public Actuator reopened() {
      world.reopen();
      return world.runtime.actuator();
    }

    @Override
    public boolean can(RemedyKind kind) {
      return true;
    }

    @Override
    public WorkloadRef workload() {
      return world.workload().ref();
    }

    @Override
    public InstanceRef instance(int index) {
      List<LocalStatus.Instance> ready =
          world.instances().stream().filter(LocalStatus.Instance::ready).toList();
      return new InstanceRef(workload(), ready.get(index).name(), ready.get(index).uid());
    }

    @Override
    public void remove(InstanceRef instance) {
      removed.add(instance.uid());
      world.runtime.evict(instance.uid(), false);
      await(
          "it is gone",
          () -> world.instances().stream().noneMatch(i -> i.uid().equals(instance.uid())));
    }

    @Override
    public String current() {
      return world.workload().template();
    }

    @Override
    public String previous() {
      return previous;
    }

    /** Of the lives that the world began with: those that a process or all of it was taken from. */
    @Override
    public int changes() {
      List<LocalStatus.Instance> now = world.instances();
      return (int)
          seen.stream()
              .filter(uid -> !removed.contains(uid))
              .filter(uid ->
                  now.stream()
                      .filter(i -> i.uid().equals(uid))
                      .noneMatch(i -> i.stage() == Stage.RUNNING && i.restarts() == 0))
              .count();
    }

    @Override
    public boolean restartsHeld() {
      return world.workload().restartsHeldUntil() != null;
    }

    @Override
    public boolean inRotation(InstanceRef instance) {
      Instant ejected = world.plane.ejected.getOrDefault(instance.uid(), Instant.MIN);
      return !ejected.isAfter(now())
          && world.plane.published.getLast().stream()
              .flatMap(route -> route.endpoints().stream())
              .anyMatch(endpoint -> endpoint.uid().equals(instance.uid()));
    }

    @Override
    public Instant now() {
      return Instant.now();
    }

    @Override
    public void advance(Duration by) {
      Instant then = now().plus(by);
      await("that much time has passed", () -> now().isAfter(then));
    }

    @Override
    public void close() {
      world.close();
    }
  }
}
