package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.cluster.ClusterTarget;
import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.server.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the commands, and what becomes of their failures. */
@Command(
    name = "selfheal",
    description = {
      "Heals running systems: finds the cause, treats one instance, proves that it",
      "helped, and writes all of it down."
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "First steps:", "  ./selfheal up", "  ./selfheal status --watch"})
public final class Cli implements Callable<Integer> {

  /** A failure as {@code -o json} prints it, on standard error. */
  record Failure(String error, @Nullable String hint, ExitCode code) {}

  private final Surroundings around;

  @Spec private @Nullable CommandSpec spec;

  private Cli(Surroundings around) {
    this.around = around;
  }

  /** Without a command: the help, and no success, as nothing was done. */
  @Override
  public Integer call() {
    if (spec != null) {
      spec.commandLine().usage(around.err());
    }
    return ExitCode.USAGE.code();
  }

  public static void main(String[] arguments) {
    Surroundings around = Surroundings.ofThisProcess();
    int code = commandLine(around).execute(arguments);
    around.out().flush();
    System.exit(code);
  }

  /** In the order in which the help lists them. */
  private static List<Object> commands(Surroundings around) {
    return List.of(
        new UpCommand(around),
        new DownCommand(around),
        new StatusCommand(around),
        new ApplyCommand(around),
        new IncidentsCommand(around),
        new IncidentCommand(around),
        new ExplainCommand(around),
        new PauseCommand(around),
        new ResumeCommand(around),
        new ApproveCommand(around),
        new LogsCommand(around),
        new InstallCommand(around),
        new SimCommand(around),
        new VersionCommand(around),
        new WarmUpCommand(around));
  }

  static CommandLine commandLine(Surroundings around) {
    Cli cli = new Cli(around);
    CommandLine root = new CommandLine(cli);
    commands(around).forEach(root::addSubcommand);
    root.addSubcommand(DrillCommand.commandLine(around));
    root.getCommandSpec().usageMessage().footer(footer(root));
    root.registerConverter(Duration.class, new Durations())
        .setOut(around.out())
        .setErr(around.err())
        .setUsageHelpAutoWidth(false)
        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi(around)))
        .setExecutionStrategy(cli::run)
        .setExecutionExceptionHandler((e, command, parsed) -> cli.failed(e, parsed))
        .setParameterExceptionHandler((e, _) -> cli.misused(e));
    helpful(root);
    return root;
  }

  /** As a plug-in of kubectl it means a cluster, also where a command knows none. */
  private int run(CommandLine.ParseResult parsed) {
    CommandSpec last = parsed.asCommandLineList().getLast().getCommandSpec();
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    boolean local = last.userObject() instanceof HealerCommand command && command.ofThisMachine();
    return local && ClusterOptions.plugin(around)
        ? failed(ClusterTarget.refusal(last.name()), parsed)
        : new CommandLine.RunLast().execute(parsed);
  }

  private static void helpful(CommandLine command) {
    command.getCommandSpec().mixinStandardHelpOptions(true);
    command.getCommandSpec().versionProvider(Cli::version);
    command.getSubcommands().values().forEach(Cli::helpful);
  }

  private static String[] version() {
    return new String[] {"selfheal " + VersionCommand.ofThisBuild()};
  }

  private static Ansi ansi(Surroundings around) {
    boolean plain =
        !around.outIsTerminal() || !around.environment().getOrDefault("NO_COLOR", "").isEmpty();
    return plain ? Ansi.OFF : Ansi.ON;
  }

  private static String[] footer(CommandLine root) {
    var lines = new java.util.ArrayList<>(List.of(root.getCommandSpec().usageMessage().footer()));
    lines.add("  ./selfheal COMMAND --help");
    lines.add("");
    lines.add("Exit codes:");
    for (ExitCode exit : ExitCode.values()) {
      lines.add("  %2d  %s".formatted(exit.code(), exit.sentence()));
    }
    return lines.toArray(String[]::new);
  }

  private int misused(ParameterException e) {
    if (meansACluster(e)) {
      CommandFailure refusal = ClusterTarget.refusal(e.getCommandLine().getCommandName());
      around.err().println("error: " + refusal.getMessage());
      return refusal.exit().code();
    }
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    List<String> nearest =
        e instanceof CommandLine.UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    String guess = nearest.isEmpty() ? "" : " (did you mean " + String.join(" or ", nearest) + "?)";
    around.err().println("error: " + e.getMessage() + guess);
    around.err().println("  see ./" + name + " --help");
    return ExitCode.USAGE.code();
  }

  private static boolean meansACluster(ParameterException e) {
    return e instanceof CommandLine.UnmatchedArgumentException unmatched
        && e.getCommandLine().getCommand() instanceof HealerCommand command
        && command.ofThisMachine()
        && unmatched.getUnmatched().stream()
            .anyMatch(a -> ClusterOptions.NAMES.contains(a.replaceFirst("=.*", "")));
  }

  private int failed(Exception thrown, CommandLine.ParseResult parsed) {
    CommandFailure known = CommandFailure.meaning(thrown);
    CommandFailure failure = known == null ? defect(thrown) : known;
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    String hint = failure.hint();
    around.out().flush();
    if (wantsJson(parsed)) {
      around.err().println(Json.pretty(new Failure(message, hint, failure.exit())));
    } else {
      around.err().println("error: " + message);
      if (hint != null) {
        hint.lines().forEach(line -> around.err().println("  " + line));
      }
    }
    return failure.exit().code();
  }

  /** Of the command that ran: {@code drill run}, not {@code drill}. */
  private static boolean wantsJson(CommandLine.ParseResult parsed) {
    return parsed.asCommandLineList().getLast().getCommandSpec().userObject()
            instanceof Answering command
        && command.json();
  }

  /** The trace goes into a file: it helps whoever mends it, and nobody who reads a terminal. */
  private CommandFailure defect(Exception thrown) {
    String where;
    try {
      Path file = Files.createTempFile("selfheal-trace", ".txt");
      try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(file))) {
        thrown.printStackTrace(writer);
      }
      where = "the details are in " + file;
    } catch (IOException e) {
      where = "the details could not be written: " + e;
    }
    return new CommandFailure(ExitCode.BUG, "defect of selfheal: " + thrown, where);
  }
}
