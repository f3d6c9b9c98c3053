package com.trixtech.selfheal.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** One run of a command, as a shell would see it. */
record Run(int code, String out, String err) {

  /** On the clock of {@link FakeSystem}, so that the texts are always the same. */
  static Run on(Path state, String... arguments) {
    return with(state, Map.of(), false, InstantSource.fixed(FakeSystem.NOW), arguments);
  }

  /** With the real clock, for commands that wait. */
  static Run waiting(Path state, String... arguments) {
    return with(state, Map.of(), false, InstantSource.system(), arguments);
  }

  static Run with(
      Path state,
      Map<String, String> environment,
      boolean terminal,
      InstantSource clock,
      String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Map<String, String> all = new HashMap<>(environment);
    all.put("SELFHEAL_STATE", state.toString());
    all.put("USER", "ada");
    Surroundings around =
        new Surroundings(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            all,
            terminal,
            false,
            80,
            clock,
            Thread::sleep,
            state);
    int code = Cli.commandLine(around).execute(arguments);
    return new Run(code, out.toString(), err.toString());
  }
}
