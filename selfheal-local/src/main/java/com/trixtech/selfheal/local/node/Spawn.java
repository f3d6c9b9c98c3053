package com.trixtech.selfheal.local.node;

import com.trixtech.selfheal.local.state.LocalException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Starts processes in sessions of their own, so that neither the healer's death nor Ctrl-C in its
 * terminal reaches them. Stateless.
 */
final class Spawn {
  private static final Path SETSID =
      Stream.of("/usr/bin/setsid", "/bin/setsid")
          .map(Path::of)
          .filter(Files::isExecutable)
          .findFirst()
          .orElse(Path.of(""));

  private Spawn() {}

  /** Starts an instance, its output appended to {@code log} by the process itself. */
  static Process instance(Blueprint blueprint, String ip, Path log) {
    for (int port : blueprint.ports()) {
      requireFree(ip, port);
    }
    return start(
        blueprint.command(),
        blueprint.env(),
        blueprint.workingDirectory(),
        ProcessBuilder.Redirect.appendTo(log.toFile()));
  }

  /** Starts a probe or hook in the instance's environment; its output can be read. */
  static Process beside(List<String> command, Blueprint blueprint) {
    return start(
        command, blueprint.env(), blueprint.workingDirectory(), ProcessBuilder.Redirect.PIPE);
  }

  private static Process start(
      List<String> command, Map<String, String> env, Path directory, ProcessBuilder.Redirect out) {
    if (SETSID.toString().isEmpty()) {
      throw new LocalException(
          "setsid: not found in /usr/bin or /bin (expected: the util-linux package)");
    }
    List<String> words = new ArrayList<>();
    words.add(SETSID.toString());
    words.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out);
    builder.environment().clear();
    builder.environment().putAll(env);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new LocalException(
          "start: %s failed: %s (expected: an executable program, a readable directory %s, free disk for its log)"
              .formatted(command.getFirst(), e.getMessage(), directory),
          e);
    }
  }

  private static void requireFree(String ip, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(ip), port), 1);
    } catch (IOException e) {
      boolean forbidden =
          port < 1024
              && Optional.ofNullable(e.getMessage()).orElse("").contains("ermission denied");
      throw new LocalException(
          forbidden
              ? "port: %d (expected: >= 1024, or the right to listen below, see net.ipv4.ip_unprivileged_port_start)"
                  .formatted(port)
              : "address: %s:%d is occupied (expected: free for this instance; %s)"
                  .formatted(ip, port, e.getMessage()),
          e);
    }
  }
}
