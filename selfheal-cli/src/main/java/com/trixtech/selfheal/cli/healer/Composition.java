package com.trixtech.selfheal.cli.healer;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.server.api.Requests;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/**
 * Puts the core and a runtime together: the one place that sees all adaptors. Found on the class
 * path as a service, so that the commands do not depend on any runtime.
 */
public interface Composition {

  /**
   * Reads the input and builds the system; starts nothing.
   *
   * @throws CommandFailure when the input is wrong
   */
  HealerSystem compose(HealerArguments arguments);

  /**
   * Stops what a healer that has ended left running on a state.
   *
   * @return whether there was anything
   */
  boolean clean(Path state, Requests.Down request, Consumer<String> progress);

  /** The one that is installed. */
  static Composition installed() {
    return ServiceLoader.load(Composition.class)
        .findFirst()
        .orElseThrow(() ->
            new CommandFailure(
                ExitCode.ENVIRONMENT,
                "runtime: none on the class path (expected: selfheal-local beside"
                    + " selfheal-cli)",
                "build the whole project: mvn package"));
  }
}
