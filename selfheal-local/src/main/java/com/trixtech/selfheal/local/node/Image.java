package com.trixtech.selfheal.local.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What stands for a container image on this machine. Immutable.
 *
 * @param command entry point; words that begin with {@code ./} or {@code ../} are already absolute
 * @param stopSignal such as {@code TERM} or {@code INT}, without {@code SIG}
 * @param env variables that the image would bring; the container's own win
 * @param path directories that stand before PATH, for the process and its exec probes
 */
public record Image(
    List<String> command, String stopSignal, Map<String, String> env, List<Path> path) {
  public Image {
    command = List.copyOf(command);
    env = Map.copyOf(env);
    path = List.copyOf(path);
  }
}
