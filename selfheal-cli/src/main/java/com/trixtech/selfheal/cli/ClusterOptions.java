package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.cluster.ClusterTarget;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster is meant; any of these makes it the target. */
final class ClusterOptions {
  /** The name by which kubectl finds its plug-in {@code kubectl selfheal}. */
  static final String PLUGIN = "kubectl-selfheal";

  static final Set<String> NAMES = Set.of("--context", "--kubeconfig", "--namespace", "-n");

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "Asks a cluster: this context of the kubeconfig (default: its current one).")
  private @Nullable String context;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Asks a cluster: this namespace (default: the context's).")
  private @Nullable String namespace;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Asks a cluster: by this kubeconfig ($KUBECONFIG, else ~/.kube/config).")
  private @Nullable Path kubeconfig;

  /** Whether the program was called by kubectl, whose user means a cluster. */
  static boolean plugin(Surroundings around) {
    return PLUGIN.equals(around.environment().get("SELFHEAL_CALLED_AS"));
  }

  boolean named() {
    return context != null || namespace != null || kubeconfig != null;
  }

  ClusterTarget target(Surroundings around) {
    return new ClusterTarget(
        context,
        namespace,
        kubeconfig,
        plugin(around) ? "kubectl selfheal" : "./selfheal",
        around.environment(),
        around.directory());
  }
}
