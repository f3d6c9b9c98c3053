package com.trixtech.selfheal.cli.cluster;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a target means by the kubeconfig, read as kubectl reads it: the file that is named, else
 * those of {@code $KUBECONFIG}, of which the first that says something wins, else {@code
 * ~/.kube/config}.
 *
 * @param config how to reach the cluster, with its namespace
 * @param context the name of the context that is used
 */
record Kubeconfig(Config config, String context) {
  /** Long enough for a busy server far away, and short enough for a person who waits. */
  private static final int PATIENCE_MS = 10_000;

  /**
   * Reads it.
   *
   * @throws CommandFailure when there is none, it cannot be read, or it has no such context
   */
  static Kubeconfig of(ClusterTarget target) {
    List<io.fabric8.kubernetes.api.model.Config> files =
        files(target).map(Kubeconfig::parse).toList();
    String context =
        Optional.ofNullable(target.context())
            .or(() ->
                files.stream()
                    .map(io.fabric8.kubernetes.api.model.Config::getCurrentContext)
                    .filter(c -> c != null && !c.isEmpty())
                    .findFirst())
            .orElseThrow(() ->
                new CommandFailure(
                    ExitCode.USAGE,
                    "kubeconfig: no current context (expected: --context, one of %s)"
                        .formatted(named(files)),
                    null));
    List<String> contexts = contexts(files);
    if (!contexts.contains(context)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "context: %s (expected: one of %s)".formatted(context, named(files)),
          null);
    }
    return new Kubeconfig(config(files, context, target), context);
  }

  private static Config config(
      List<io.fabric8.kubernetes.api.model.Config> files, String context, ClusterTarget target) {
    Config config = Config.empty();
    try {
      KubeConfigUtils.merge(
          config, context, files.toArray(io.fabric8.kubernetes.api.model.Config[]::new));
    } catch (RuntimeException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "kubeconfig: context %s: %s (expected: a cluster and a user)"
              .formatted(context, e.getMessage()),
          null);
    }
    user(files, config).ifPresent(user -> become(user, config));
    if (target.namespace() != null) {
      config.setNamespace(target.namespace());
    } else if (config.getNamespace() == null || config.getNamespace().isEmpty()) {
      config.setNamespace("default");
    }
    config.setConnectionTimeout(PATIENCE_MS / 2);
    config.setRequestTimeout(PATIENCE_MS);
    config.setRequestRetryBackoffLimit(0);
    return config;
  }

  private static Optional<AuthInfo> user(
      List<io.fabric8.kubernetes.api.model.Config> files, Config config) {
    String name = config.getCurrentContext().getContext().getUser();
    return files.stream()
        .flatMap(f -> Objects.requireNonNullElse(f.getUsers(), List.<NamedAuthInfo>of()).stream())
        .filter(u -> u.getName().equals(name))
        .findFirst()
        .map(NamedAuthInfo::getUser);
  }

  /** What the client passes over: whoever acts as somebody with fewer rights must not keep more. */
  private static void become(AuthInfo user, Config config) {
    if (user.getAs() != null) {
      config.setImpersonateUsername(user.getAs());
      config.setImpersonateGroups(
          Objects.requireNonNullElse(user.getAsGroups(), List.<String>of()).toArray(String[]::new));
    }
    if (user.getTokenFile() != null && user.getToken() == null) {
      try {
        config.setOauthToken(Files.readString(Path.of(user.getTokenFile())).strip());
      } catch (IOException e) {
        throw missing("tokenFile: " + user.getTokenFile());
      }
    }
  }

  private static Stream<Path> files(ClusterTarget target) {
    Path named = target.kubeconfig();
    if (named != null) {
      return Stream.of(existing(target.directory().resolve(named), "--kubeconfig"));
    }
    String list = target.environment().getOrDefault("KUBECONFIG", "");
    if (!list.isBlank()) {
      List<Path> found =
          Stream.of(list.split(File.pathSeparator))
              .filter(f -> !f.isBlank())
              .map(target.directory()::resolve)
              .filter(Files::isRegularFile) // kubectl passes over those that are not there
              .toList();
      if (found.isEmpty()) {
        throw missing("KUBECONFIG: " + list);
      }
      return found.stream();
    }
    Path home = Path.of(target.environment().getOrDefault("HOME", System.getProperty("user.home")));
    return Stream.of(existing(home.resolve(".kube").resolve("config"), "kubeconfig"));
  }

  private static Path existing(Path file, String what) {
    if (!Files.isRegularFile(file)) {
      throw missing(what + ": " + file);
    }
    return file;
  }

  private static CommandFailure missing(String what) {
    return new CommandFailure(
        ExitCode.USAGE,
        what + " is not there (expected: a readable file)",
        "name one with --kubeconfig or KUBECONFIG");
  }

  private static io.fabric8.kubernetes.api.model.Config parse(Path file) {
    try {
      return Objects.requireNonNull(KubeConfigUtils.parseConfig(file.toFile()));
    } catch (RuntimeException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "kubeconfig: %s cannot be read (expected: a kubeconfig file): %s"
              .formatted(file, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          null);
    }
  }

  private static List<String> contexts(List<io.fabric8.kubernetes.api.model.Config> files) {
    List<String> names = new ArrayList<>();
    for (io.fabric8.kubernetes.api.model.Config file : files) {
      if (file.getContexts() != null) {
        file.getContexts().stream().map(NamedContext::getName).forEach(names::add);
      }
    }
    return names;
  }

  private static String named(List<io.fabric8.kubernetes.api.model.Config> files) {
    List<String> names = contexts(files);
    return names.isEmpty() ? "none, as the kubeconfig has no context" : String.join(", ", names);
  }
}
