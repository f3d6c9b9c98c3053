package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.cluster.ClusterSystem;
import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.drill.Drill;
import com.trixtech.selfheal.drill.catalogue.Drills;
import java.nio.file.Path;
import java.util.List;

/** What every command about drills has: which drills there are, and where their reports stand. */
abstract class DrillingCommand extends ControlCommand {

  DrillingCommand(Surroundings around) {
    super(around);
  }

  /** Those that run on what is meant: this machine or a cluster. */
  List<Drill> drills() {
    return onCluster() ? Drills.onCluster() : Drills.list();
  }

  /**
   * The drill that somebody means.
   *
   * @throws CommandFailure where there is none of that name, or it does not run there
   */
  Drill named(String name) {
    return drills().stream()
        .filter(drill -> drill.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  private CommandFailure unknown(String name) {
    String why = onCluster() ? Drills.notOnCluster().get(name) : null;
    String known = String.join(", ", drills().stream().map(Drill::name).toList());
    return new CommandFailure(
        ExitCode.USAGE,
        why == null
            ? "drill: %s (expected: one of %s)".formatted(name, known)
            : "drill: %s does not run on a cluster: %s (expected: one of %s)"
                .formatted(name, why, known),
        "see " + command("drill list"));
  }

  /** Each namespace of a cluster has its own, below that of this machine. */
  Path drillState() {
    return onCluster() ? ClusterSystem.state(state(), target()) : state();
  }
}
