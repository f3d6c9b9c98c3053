package com.trixtech.selfheal.drill;

import com.trixtech.selfheal.drill.catalogue.Drills;
import com.trixtech.selfheal.drill.run.DrillRequest;
import com.trixtech.selfheal.drill.run.DrillRunner;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A process that breaks something and then waits to be ended; see {@link TerminationTest}. */
final class TerminatedDrill {
  private TerminatedDrill() {}

  public static void main(String[] args) throws Exception {
    FakeWorld world = new FakeWorld(Path.of("..", "deploy"));
    world.onPause =
        () -> {
          if (!world.faults().isEmpty()) {
            world.onPause = null;
            System.out.println("broken");
            while (!Thread.currentThread().isInterrupted()) {
              LockSupport.park();
            }
          }
        };
    new DrillRunner(world, world.traffic, world, Path.of(args[0]))
        .run(
            DrillRequest.once(Drills.named("hang-instance").orElseThrow()),
            sentence -> System.out.println(sentence + " | faults left: " + world.faults().size()));
  }
}
