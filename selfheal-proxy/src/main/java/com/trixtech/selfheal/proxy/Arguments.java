package com.trixtech.selfheal.proxy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the command line says. Immutable. */
record Arguments(Path routes, String adminHost, int adminPort, Path readyFile, int eventLoops) {

  static final String USAGE =
      "usage: --routes FILE --ready-file FILE [--admin-host 127.0.0.1] [--admin-port 0] [--event-loops N]";

  static Arguments parse(String... args) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!USAGE.contains(args[i] + " ") || i + 1 == args.length) {
        throw new IllegalArgumentException("argument: " + args[i] + " (expected: " + USAGE + ")");
      }
      given.put(args[i], args[i + 1]);
    }
    int cores = Math.min(2, Runtime.getRuntime().availableProcessors());
    return new Arguments(
        Path.of(required(given.get("--routes"), "--routes")),
        given.getOrDefault("--admin-host", "127.0.0.1"),
        number("--admin-port", given.getOrDefault("--admin-port", "0"), 0, 65_535),
        Path.of(required(given.get("--ready-file"), "--ready-file")),
        number(
            "--event-loops", given.getOrDefault("--event-loops", Integer.toString(cores)), 1, 64));
  }

  private static String required(@Nullable String value, String name) {
    if (value == null) {
      throw new IllegalArgumentException(name + ": missing (expected: " + USAGE + ")");
    }
    return value;
  }

  private static int number(String name, String text, int least, int most) {
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below, with the value
    }
    throw new IllegalArgumentException(
        name + ": " + text + " (expected: " + least + " to " + most + ")");
  }
}
