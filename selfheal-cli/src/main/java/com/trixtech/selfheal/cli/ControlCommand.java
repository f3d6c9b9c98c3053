package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.cluster.ClusterLink;
import com.trixtech.selfheal.cli.cluster.ClusterTarget;
import com.trixtech.selfheal.server.ControlLink;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that asks the healer of this machine, or a cluster. */
abstract class ControlCommand extends HealerCommand {

  @Mixin private final ClusterOptions cluster = new ClusterOptions();

  ControlCommand(Surroundings around) {
    super(around);
  }

  @Override
  boolean ofThisMachine() {
    return false;
  }

  /** Whether a cluster is asked, and not this machine. */
  boolean onCluster() {
    return cluster.named() || ClusterOptions.plugin(around);
  }

  ClusterTarget target() {
    return cluster.target(around);
  }

  /** Kubernetes' classes are loaded here and not before. */
  ControlLink link() {
    return onCluster() ? ClusterLink.open(target(), around.clock(), this::note) : client();
  }

  /** Asks for something, and says what is waited for where that takes long. */
  <T> T during(String onCluster, Callable<T> call) throws InterruptedException {
    try (Progress progress = progress()) {
      return progress.during(onCluster() ? onCluster : "asking the healer", call);
    }
  }

  /** Beside the answer, which may be JSON. */
  void note(String sentence) {
    progress().line("note: " + sentence);
  }

  /** How the user types another command about the same system. */
  String command(String arguments) {
    return onCluster() ? target().command(arguments) : "./selfheal " + arguments;
  }
}
