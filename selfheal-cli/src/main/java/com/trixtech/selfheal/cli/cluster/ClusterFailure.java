package com.trixtech.selfheal.cli.cluster;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an API server's refusal, or its silence, means to whoever runs a command. Stateless. */
final class ClusterFailure {
  private static final Pattern USER = Pattern.compile("User \"([^\"]+)\"");

  private static final String DENIED = "denied request: ";

  private ClusterFailure() {}

  /**
   * In one line.
   *
   * @param verb what was asked for, such as {@code list}
   * @param resource of what, such as {@code healpolicies}
   */
  static CommandFailure of(
      KubernetesClientException e, String verb, String resource, Kubeconfig used) {
    String namespace = used.config().getNamespace();
    return switch (e.getCode()) {
      case 401 ->
          new CommandFailure(
              ExitCode.ENVIRONMENT,
              "credentials: those of context %s are not accepted by %s (expected: valid ones)"
                  .formatted(used.context(), used.config().getMasterUrl()),
              "try kubectl auth whoami --context " + used.context());
      case 403 ->
          new CommandFailure(
              ExitCode.ENVIRONMENT,
              denial(e)
                  .map(why -> "rights: " + why)
                  .orElseGet(() ->
                      "rights: %s may not %s %s in namespace %s (expected: a Role that allows it)"
                          .formatted(user(e), verb, resource, namespace)),
              null);
      case 404 ->
          new CommandFailure(
              ExitCode.NOTHING_RUNS,
              "%s: not known to %s (expected: selfheal's definitions to be installed)"
                  .formatted(resource, used.config().getMasterUrl()),
              "install them: ./selfheal install --dry-run -n %s | kubectl apply --context %s -f -"
                  .formatted(namespace, used.context()));
      case 0, -1 -> // no answer came
          new CommandFailure(
              ExitCode.INCONCLUSIVE,
              "API server: %s of context %s does not answer: %s (expected: an answer)"
                  .formatted(used.config().getMasterUrl(), used.context(), innermost(e)),
              null);
      default ->
          new CommandFailure(
              ExitCode.INCONCLUSIVE,
              "API server: %s %s: %s (expected: an answer)".formatted(verb, resource, sentence(e)),
              null);
    };
  }

  static boolean forbidden(KubernetesClientException e) {
    return e.getCode() == 403;
  }

  /** What an admission policy says; its name and its binding's help nobody here. */
  private static Optional<String> denial(KubernetesClientException e) {
    String sentence = sentence(e);
    int from = sentence.indexOf(DENIED);
    return from < 0 ? Optional.empty() : Optional.of(sentence.substring(from + DENIED.length()));
  }

  private static String user(KubernetesClientException e) {
    Matcher named = USER.matcher(sentence(e));
    return named.find() ? Objects.requireNonNull(named.group(1)) : "you";
  }

  private static String sentence(KubernetesClientException e) {
    return Optional.ofNullable(e.getStatus())
        .flatMap(s -> Optional.ofNullable(s.getMessage()))
        .orElse(String.valueOf(e.getMessage()));
  }

  private static String innermost(Throwable thrown) {
    Throwable deepest = thrown;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String message = Objects.requireNonNullElse(deepest.getMessage(), "");
    String kind = deepest.getClass().getSimpleName();
    return message.isEmpty() ? kind : kind + ": " + message;
  }
}
