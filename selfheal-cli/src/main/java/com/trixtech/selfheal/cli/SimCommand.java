package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.sim.Platform;
import com.trixtech.selfheal.sim.SimReport;
import com.trixtech.selfheal.sim.SimSummary;
import com.trixtech.selfheal.sim.Simulation;
import com.trixtech.selfheal.sim.Sometimes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the loop in the simulated world. */
@Command(
    name = "sim",
    description = {
      "Runs the real loop in a seeded world with virtual time, and checks its invariants",
      "at every step. The same seed always gives the same run."
    },
    footer = {
      "",
      "Examples:",
      "  ./selfheal sim --seeds 10000     many runs, and which states they reached",
      "  ./selfheal sim --seed 118        one run again, told in full",
      "  ./selfheal sim --platform kubernetes --seeds 10000",
      "                                   the same on a cluster's timing",
      "",
      "Ends with 1 where an invariant was broken, or where ten thousand seeds or more",
      "never reached a state that they must reach (docs/simulator.md)."
    })
final class SimCommand extends HealerCommand {
  /** With fewer seeds a rare state may honestly be missed. */
  private static final int ENOUGH = 10_000;

  /** The platforms, as they are written here. */
  enum On {
    local(Platform.LOCAL),
    kubernetes(Platform.KUBERNETES);

    private final Platform platform;

    On(Platform platform) {
      this.platform = platform;
    }
  }

  @Option(
      names = "--platform",
      paramLabel = "PLATFORM",
      defaultValue = "local",
      description = "What the world runs on: local (default) or kubernetes.")
  private On on = On.local;

  @Option(names = "--seeds", paramLabel = "N", description = "How many seeds (default: 1000).")
  private int seeds = 1000;

  @Option(names = "--from", paramLabel = "SEED", description = "The first seed (default: 1).")
  private long from = 1;

  @Option(names = "--seed", paramLabel = "SEED", description = "Runs this one seed, and tells it.")
  private @Nullable Long seed;

  /** The answer as JSON. */
  record Answer(
      long firstSeed,
      int seeds,
      long incidents,
      long steps,
      double incidentsPerSecond,
      int failures,
      List<Long> failedSeeds,
      List<String> neverReached,
      List<Sometimes.Reached> reached) {}

  SimCommand(Surroundings around) {
    super(around);
  }

  @Override
  boolean ofThisMachine() {
    return false;
  }

  @Override
  public Integer call() {
    if (seeds < 1) {
      throw new CommandFailure(ExitCode.USAGE, "--seeds: " + seeds + " (expected: >= 1)", null);
    }
    return seed == null ? many() : one(seed);
  }

  private int one(long number) {
    SimReport report = Simulation.run(on.platform, number);
    show(
        new Answer(
            number,
            1,
            report.incidents(),
            report.steps(),
            0,
            report.passed() ? 0 : 1,
            report.passed() ? List.of() : List.of(number),
            List.of(),
            report.sometimes().table()),
        () -> report.trace().lines().toList());
    return (report.passed() ? ExitCode.OK : ExitCode.FINDINGS).code();
  }

  private int many() {
    SimSummary summary;
    try (Progress progress = progress()) {
      summary =
          Simulation.runAll(
              on.platform,
              from,
              seeds,
              (done, last) -> {
                if (done % Math.max(1, seeds / 20) == 0) {
                  progress.phase("%,d of %,d seeds".formatted(done, seeds));
                }
              });
    }
    List<String> never =
        summary.sometimes().never().stream().map(r -> r.kind() + " " + r.state()).toList();
    boolean missed = seeds >= ENOUGH && !never.isEmpty();
    show(
        new Answer(
            from,
            seeds,
            summary.incidents(),
            summary.steps(),
            summary.incidentsPerSecond(),
            summary.failures(),
            summary.failed().stream().map(SimReport::seed).toList(),
            never,
            summary.sometimes().table()),
        () -> text(summary, never));
    return (summary.failures() > 0 || missed ? ExitCode.FINDINGS : ExitCode.OK).code();
  }

  private static List<String> text(SimSummary summary, List<String> never) {
    List<String> lines = new ArrayList<>(summary.table().lines().toList());
    lines.add("");
    lines.add(
        "%,d seeds, %,d incidents, %,d steps in %.1f s: %,.0f incidents a second"
            .formatted(
                summary.seeds(),
                summary.incidents(),
                summary.steps(),
                summary.took().toMillis() / 1000.0,
                summary.incidentsPerSecond()));
    if (!never.isEmpty()) {
      lines.add("never reached: " + String.join(", ", never));
    }
    for (SimReport failed : summary.failed()) {
      lines.add("");
      lines.addAll(failed.trace().lines().toList());
    }
    lines.add(
        summary.failures() == 0
            ? "no invariant was broken"
            : "%d seeds broke an invariant".formatted(summary.failures()));
    return lines;
  }
}
