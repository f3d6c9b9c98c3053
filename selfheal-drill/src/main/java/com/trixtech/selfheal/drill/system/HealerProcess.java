package com.trixtech.selfheal.drill.system;

import java.io.IOException;

/** The healer as a process that can be ended and started again. */
public interface HealerProcess {

  /** SIGKILL; returns when the process is gone. */
  void killHealer() throws InterruptedException;

  /** Starts the healer again on the same state; returns when it is started, ready or not. */
  void restartHealer() throws IOException, InterruptedException;
}
