package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Breaks the running system on purpose, and proves what the healer did about it. */
@Command(
    name = "drill",
    description = {
      "Injects a fault into the running system under load, and judges what the healer",
      "diagnosed, did and did not do. The fault is always taken back, on Ctrl-C too."
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  ./selfheal drill list",
      "  ./selfheal drill run kill-instance",
      "  ./selfheal drill run hang-instance --repeat 5 --control",
      "  ./selfheal drill run bad-release -n shop     on a cluster"
    })
final class DrillCommand extends HealerCommand {

  DrillCommand(Surroundings around) {
    super(around);
  }

  /** It says nothing itself; which system is meant is said after the command below it. */
  @Override
  boolean ofThisMachine() {
    return false;
  }

  /** With its own commands below it. */
  static CommandLine commandLine(Surroundings around) {
    CommandLine drill = new CommandLine(new DrillCommand(around));
    drill.addSubcommand(new ListDrills(around));
    drill.addSubcommand(new RunDrill(around));
    drill.addSubcommand(new ReportDrill(around));
    drill.addSubcommand(new CleanDrill(around));
    return drill;
  }

  @Override
  public Integer call() {
    throw new CommandFailure(
        ExitCode.USAGE,
        "drill: no command (expected: list, run, report or clean)",
        "see ./selfheal drill --help");
  }
}
