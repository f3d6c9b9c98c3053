package com.trixtech.selfheal.cli.local;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.cli.healer.Composition;
import com.trixtech.selfheal.cli.healer.HealerArguments;
import com.trixtech.selfheal.cli.healer.HealerSystem;
import com.trixtech.selfheal.local.node.ImageMap;
import com.trixtech.selfheal.local.state.LocalException;
import com.trixtech.selfheal.manifest.ManifestException;
import com.trixtech.selfheal.manifest.ManifestReader;
import com.trixtech.selfheal.manifest.Manifests;
import com.trixtech.selfheal.server.api.Requests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The healer of one machine. */
public final class LocalComposition implements Composition {

  @Override
  public HealerSystem compose(HealerArguments arguments) {
    return new LocalSystem(
        arguments.state(),
        new Wanted(arguments.manifests(), read(arguments.manifests()), images(arguments.images())));
  }

  @Override
  public boolean clean(Path state, Requests.Down request, Consumer<String> progress) {
    if (!Files.isDirectory(state.resolve("instances"))
        && !Files.isDirectory(state.resolve("proxy"))) {
      return false;
    }
    progress.accept("stopping what a healer that has ended left running");
    new Parts(state, progress).down(request);
    return true;
  }

  static Manifests read(Path directory) {
    try {
      return ManifestReader.read(directory);
    } catch (ManifestException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          e.problems().stream().map(Object::toString).collect(Collectors.joining("\n")),
          "mend the manifests; nothing was changed");
    }
  }

  static ImageMap images(Path file) {
    try {
      return ImageMap.read(file);
    } catch (LocalException e) {
      throw new CommandFailure(
          ExitCode.USAGE, String.valueOf(e.getMessage()), "see docs/local-runtime.md");
    }
  }
}
