package com.trixtech.selfheal.drill.run;

/** Hears what happens while it happens, one sentence at a time. Called by the drill's thread. */
@FunctionalInterface
public interface ProgressListener {
  /** Such as {@code t+2.1 s incident i-0003 opened: InstanceCrashed on trixtech-backend-x}. */
  void say(String sentence);
}
