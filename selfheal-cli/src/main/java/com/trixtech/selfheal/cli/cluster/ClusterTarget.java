package com.trixtech.selfheal.cli.cluster;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.server.ControlException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which cluster a command asks, as its user named it. Immutable.
 *
 * @param context of the kubeconfig; null = its current one
 * @param namespace null = the context's own
 * @param kubeconfig null = {@code $KUBECONFIG}, else {@code ~/.kube/config}
 * @param program how the user calls the program, for hints
 * @param environment where {@code KUBECONFIG} and {@code HOME} are looked up
 * @param directory what a relative path is relative to
 */
public record ClusterTarget(
    @Nullable String context,
    @Nullable String namespace,
    @Nullable Path kubeconfig,
    String program,
    Map<String, String> environment,
    Path directory) {

  /** What works on a cluster. */
  private static final String COMMANDS =
      "status, incidents, incident, explain, approve, pause, resume, drill";

  public ClusterTarget {
    environment = Map.copyOf(environment);
  }

  /** What a command says that works on one machine only. */
  public static CommandFailure refusal(String command) {
    return new CommandFailure(
        ExitCode.USAGE,
        "%s: works on one machine, not on a cluster (expected there: %s)"
            .formatted(command, COMMANDS),
        null);
  }

  /** There is no such incident. */
  ControlException noIncident(String id) {
    return ControlException.notFound(
        "incident: " + id, "an id that " + command("incidents --all") + " lists");
  }

  /** What to type to run another command on the same cluster. */
  public String command(String arguments) {
    return program + " " + arguments + options();
  }

  /** What makes a command ask the same cluster, a space before each word. */
  String options() {
    List<String> words = new ArrayList<>(List.of(""));
    add(words, "--context", context);
    add(words, "-n", namespace);
    add(words, "--kubeconfig", kubeconfig == null ? null : kubeconfig.toString());
    return String.join(" ", words);
  }

  private static void add(List<String> words, String option, @Nullable String value) {
    if (value != null) {
      words.add(option);
      words.add(value.matches("[\\w@%+=:,./-]+") ? value : "'" + value.replace("'", "'\\''") + "'");
    }
  }
}
