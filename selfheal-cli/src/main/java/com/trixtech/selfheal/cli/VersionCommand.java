package com.trixtech.selfheal.cli;

import com.trixtech.selfheal.cli.exit.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import picocli.CommandLine.Command;

/** Which version this is. */
@Command(
    name = "version",
    description = "Prints the version of selfheal and of its Java.",
    footer = {"", "Example:", "  ./selfheal version -o json"})
final class VersionCommand extends HealerCommand {

  /** The answer as JSON. */
  record Version(String version, String java) {}

  VersionCommand(Surroundings around) {
    super(around);
  }

  @Override
  boolean ofThisMachine() {
    return false;
  }

  @Override
  public Integer call() {
    Version version = new Version(ofThisBuild(), Runtime.version().toString());
    show(
        version,
        () -> List.of("selfheal %s (Java %s)".formatted(version.version(), version.java())));
    return ExitCode.OK.code();
  }

  static String ofThisBuild() {
    try (InputStream in = VersionCommand.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        throw new IllegalStateException("version.properties: missing (expected: in the jar)");
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
