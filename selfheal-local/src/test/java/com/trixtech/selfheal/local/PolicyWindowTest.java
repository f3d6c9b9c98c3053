package com.trixtech.selfheal.local;

import static com.trixtech.selfheal.local.World.READY_BY_FILE;
import static com.trixtech.selfheal.local.World.SLEEP;
import static com.trixtech.selfheal.local.World.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.local.controllers.Applied;
import com.trixtech.selfheal.local.state.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over what an instance's traffic is summed: it was five seconds, whatever the policy said. */
final class PolicyWindowTest {
  private static final String POLICY =
      """
      apiVersion: selfheal.trixtech.com/v1alpha1
      kind: HealPolicy
      metadata: {name: web}
      spec:
        targetRef: {kind: Deployment, name: web}
        serviceLevel: {window: 42s}
      """;

  @TempDir Path directory;

  @Test
  void the_window_is_the_policys_also_for_the_next_healer_and_ten_seconds_without_one() {
    try (World world = new World(directory)) {
      world.apply(deployment("web", 1, SLEEP, READY_BY_FILE), POLICY);
      assertThat(window(world)).isEqualTo(Duration.ofSeconds(42));
      world.reopen();
      assertThat(window(world)).isEqualTo(Duration.ofSeconds(42));
      world.apply(deployment("web", 1, SLEEP, READY_BY_FILE));
      assertThat(window(world)).isEqualTo(Duration.ofSeconds(10));
    }
  }

  @Test
  void what_an_earlier_version_applied_is_read_with_the_default() throws IOException {
    String earlier =
        "{'services':[],'budgets':[],'configMaps':[],'secrets':[],'destinationRules':[],'checks':[]}";
    Applied applied = Json.mapper().readValue(earlier.replace('\'', '"'), Applied.class);
    assertThat(applied.window(new WorkloadRef("default", WorkloadRef.Kind.DEPLOYMENT, "web")))
        .isEqualTo(Duration.ofSeconds(10));
  }

  private static @Nullable Duration window(World world) {
    world.plane.windows.clear();
    String uid =
        world
            .runtime
            .signals()
            .read()
            .workloads()
            .getFirst()
            .instances()
            .getFirst()
            .instance()
            .uid();
    return world.plane.windows.get(uid);
  }
}
