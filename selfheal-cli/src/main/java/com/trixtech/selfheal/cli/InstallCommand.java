package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.kubernetes.install.Installation;
import com.trixtech.selfheal.kubernetes.install.OperatorManifests;
import com.trixtech.selfheal.manifest.policy.Mode;
import com.trixtech.selfheal.server.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints what installs the operator. It speaks with no cluster, so it needs no rights there. */
@Command(
    name = "install",
    description = {
      "Prints what installs the operator on a Kubernetes cluster: definitions, rights,",
      "the operator itself. It applies nothing: read it, then give it to kubectl.",
      "",
      "The operator lives in the namespace that it heals and has rights nowhere else,",
      "but to see nodes. In mode observe it has no right to change any workload."
    },
    footer = {
      "",
      "Examples:",
      "  ./selfheal install --dry-run | less",
      "  ./selfheal install --dry-run --namespace shop | kubectl diff -f -",
      "  ./selfheal install --dry-run --namespace shop | kubectl apply -f -",
      "  ./selfheal install --dry-run -n shop --mode enforce | kubectl apply -f -",
      "",
      "The first policy on a cluster: docs/kubernetes.md."
    })
final class InstallCommand implements Callable<Integer>, Answering {

  /** What the operator may do at most; a policy that waits for approval needs the same rights. */
  enum Most {
    observe(Mode.Observe),
    enforce(Mode.Enforce);

    private final Mode mode;

    Most(Mode mode) {
      this.mode = mode;
    }
  }

  /** How it is printed. */
  enum Format {
    yaml,
    json
  }

  @Option(names = "--dry-run", description = "Prints and applies nothing; there is no other way.")
  private boolean dryRun;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Where the operator lives and heals (default: trixtech).")
  private String namespace = Installation.DEFAULT_NAMESPACE;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = "observe",
      description = {
        "The most that any policy may do: observe (default) or enforce.",
        "Approve is a policy's own mode and needs enforce here."
      })
  private Most most = Most.observe;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "yaml",
      description = "yaml, with comments that say why, or json, one list.")
  private Format format = Format.yaml;

  private final Surroundings around;

  InstallCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public boolean json() {
    return format == Format.json;
  }

  @Override
  public Integer call() {
    if (!dryRun) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "install: without --dry-run (expected: --dry-run; it applies nothing by itself)",
          "./selfheal install --dry-run | kubectl apply -f -");
    }
    Installation installation = installation();
    around
        .out()
        .print(
            json()
                ? Json.pretty(OperatorManifests.list(installation)) + "\n"
                : OperatorManifests.yaml(installation));
    around.out().flush();
    return ExitCode.OK.code();
  }

  private Installation installation() {
    try {
      return new Installation(namespace, most.mode);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "--" + e.getMessage(), "see docs/kubernetes.md");
    }
  }
}
