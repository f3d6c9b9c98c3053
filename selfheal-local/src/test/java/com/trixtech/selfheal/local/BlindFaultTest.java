package com.trixtech.selfheal.local;

import static com.trixtech.selfheal.local.World.ALIVE_BY_FILE;
import static com.trixtech.selfheal.local.World.READY_BY_FILE;
import static com.trixtech.selfheal.local.World.SLEEP;
import static com.trixtech.selfheal.local.World.await;
import static com.trixtech.selfheal.local.World.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.local.faults.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An instance that nobody can see. */
final class BlindFaultTest {
  @TempDir Path directory;
  private World world;

  @BeforeEach
  void begin() {
    world = new World(directory);
  }

  @AfterEach
  void end() {
    world.close();
  }

  @Test
  void what_is_out_of_sight_is_left_as_it_is_by_the_next_healer_too_until_it_is_seen_again()
      throws IOException {
    world.apply(deployment("web", 1, SLEEP, READY_BY_FILE + ALIVE_BY_FILE));
    world.ready();
    Fault blind =
        world.runtime.injectFault(
            Fault.Kind.BLIND, world.first().uid(), Duration.ofMinutes(1), Duration.ZERO);
    Path home = world.pod(world.first().uid());
    Files.delete(home.resolve("ready"));
    Files.createFile(home.resolve("sick"));
    await("its age shows", this::old);
    world.reopen();
    await("its age shows to the next healer", this::old);
    assertThat(world.first().ready()).isTrue();
    assertThat(world.first().restarts()).isZero();

    assertThat(world.runtime.removeFault(blind.id())).isNull();
    await("its liveness probe ends it", () -> world.first().restarts() == 1);
  }

  private boolean old() {
    return world.runtime.signals().read().workloads().getFirst().instances().stream()
        .allMatch(i -> i.at().isBefore(Instant.now().minusMillis(1500)));
  }
}
