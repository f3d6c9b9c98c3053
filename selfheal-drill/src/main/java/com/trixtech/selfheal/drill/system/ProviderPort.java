package com.trixtech.selfheal.drill.system;

import com.trixtech.selfheal.drill.ProviderFault;
import java.io.IOException;
import java.time.Duration;

/** How a provider is made to misbehave, where its control port can be reached. */
public interface ProviderPort {

  /** Whether the workload's control port answers: only then can it be made to misbehave. */
  boolean controllable(String workload) throws InterruptedException;

  /** The workload ends the fault by itself after {@code duration}, even if nobody asks it to. */
  void misbehave(String workload, ProviderFault fault, Duration duration)
      throws IOException, InterruptedException;

  /** Takes such a fault back; one that has ended by itself is fine. */
  void behave(String workload) throws IOException, InterruptedException;
}
