package com.trixtech.selfheal.cli.healer;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import java.nio.file.Path;
import java.util.List;

/**
 * What a healer is started with; every path is absolute.
 *
 * @param images the map from images to commands; need not exist
 * @param progress where its start is told, see {@link StartProgress}
 */
public record HealerArguments(Path state, Path manifests, Path images, Path progress) {

  public static HealerArguments parse(List<String> arguments) {
    if (arguments.size() != 4) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "healer: " + arguments + " (expected: STATE MANIFESTS IMAGES PROGRESS)",
          "it is started by ./selfheal up");
    }
    List<Path> paths = arguments.stream().map(text -> Path.of(text).toAbsolutePath()).toList();
    return new HealerArguments(paths.get(0), paths.get(1), paths.get(2), paths.get(3));
  }

  List<String> commandLine() {
    return List.of(state.toString(), manifests.toString(), images.toString(), progress.toString());
  }

  Path log() {
    return logOf(state);
  }

  public static Path logOf(Path state) {
    return state.resolve("logs").resolve("healer.log");
  }
}
