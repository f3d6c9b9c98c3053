package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.cluster.ClusterSystem;
import com.trixtech.selfheal.cli.cluster.DrillOptions;
import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.cli.healer.HealerLaunch;
import com.trixtech.selfheal.drill.run.DrillRunner;
import com.trixtech.selfheal.drill.system.BookingTraffic;
import com.trixtech.selfheal.drill.system.ControlledSystem;
import com.trixtech.selfheal.drill.system.Time;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how what is drilled is reached, on this machine or on a cluster. */
final class DrilledWhere {
  private static final String FAULT_NAMESPACE = "selfheal-drill";

  @Mixin private final ManifestSource source = new ManifestSource();

  @Option(
      names = "--fault-namespace",
      paramLabel = "NAME",
      description =
          "On a cluster: where the pods that send the faults are made (default: selfheal-drill). It"
              + " must allow pods that see their node's processes.")
  private @Nullable String faultNamespace;

  @Option(
      names = "--fault-image",
      paramLabel = "IMAGE",
      description =
          "On a cluster: image of those pods, with sh, grep and sleep (default: the victim's own).")
  private @Nullable String faultImage;

  @Option(
      names = "--load-image",
      paramLabel = "IMAGE",
      description =
          "On a cluster: image of the guests (default: trixtech/load, from the backend's registry"
              + " and with its tag).")
  private @Nullable String loadImage;

  /** What is done with a runner. */
  interface Work<T> {
    T with(DrillRunner runner) throws IOException, InterruptedException;
  }

  /** Says at once where no healer runs. */
  <T> T run(DrillingCommand command, Work<T> work) throws IOException, InterruptedException {
    return command.onCluster() ? onCluster(command, work) : here(command, work);
  }

  private <T> T here(DrillingCommand command, Work<T> work)
      throws IOException, InterruptedException {
    refuse("--fault-namespace", faultNamespace);
    refuse("--fault-image", faultImage);
    refuse("--load-image", loadImage);
    Path state = command.state();
    ManifestSource.Paths paths = source.resolve(command.around);
    command.client().close();
    try (ControlledSystem system =
        new ControlledSystem(
            state,
            paths.manifests(),
            paths.images(),
            () -> HealerLaunch.start(state, paths.manifests(), paths.images()).close())) {
      return work.with(new DrillRunner(system, new BookingTraffic(), Time.SYSTEM, state));
    }
  }

  private <T> T onCluster(DrillingCommand command, Work<T> work)
      throws IOException, InterruptedException {
    source.refuseOnCluster();
    DrillOptions options =
        new DrillOptions(
            faultNamespace == null ? FAULT_NAMESPACE : faultNamespace,
            faultImage,
            loadImage,
            ManifestSource.checkout(command.around).resolve("kubernetes").resolve("load"));
    try (ClusterSystem system =
        ClusterSystem.open(command.target(), command.around.clock(), command::note, options)) {
      return work.with(
          new DrillRunner(system, system.traffic(), Time.SYSTEM, command.drillState()));
    }
  }

  private static void refuse(String option, @Nullable String value) {
    if (value != null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "%s: %s (expected: none on this machine; -n NAMESPACE means a cluster)"
              .formatted(option, value),
          null);
    }
  }
}
