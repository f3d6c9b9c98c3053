package com.trixtech.selfheal.drill.system;

import java.io.IOException;

/** Starts the healer's process on a state that has been running; given by whoever can. */
@FunctionalInterface
public interface HealerStart {
  void start() throws IOException, InterruptedException;
}
