package com.trixtech.selfheal.drill.system;

import com.trixtech.selfheal.drill.FaultKind;
import com.trixtech.selfheal.drill.ProviderFault;
import com.trixtech.selfheal.server.api.ApplyReport;
import com.trixtech.selfheal.server.api.Fault;
import com.trixtech.selfheal.server.api.IncidentView;
import com.trixtech.selfheal.server.api.Metrics;
import com.trixtech.selfheal.server.api.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The running system, as far as a drill needs it. Where the healer is dead every question throws
 * {@link com.trixtech.selfheal.server.NoHealerException}; where it says no, {@link
 * com.trixtech.selfheal.server.ControlException}.
 */
public interface DrilledSystem {

  Status status();

  /** All that are remembered, closed ones included, each with its timeline. */
  List<IncidentView> incidents();

  Metrics metrics();

  /** The runtime ends the fault by itself after {@code duration}, even if nobody asks it to. */
  Fault inject(FaultKind kind, String target, Duration duration);

  List<Fault> faults();

  /** Takes a fault back; one that has ended by itself is fine. */
  void removeFault(String id);

  /** Whether the workload's control port answers: only then can it be made to misbehave. */
  boolean controllable(String workload) throws InterruptedException;

  /** The workload ends the fault by itself after {@code duration}, even if nobody asks it to. */
  void misbehave(String workload, ProviderFault fault, Duration duration)
      throws IOException, InterruptedException;

  /** Takes such a fault back; one that has ended by itself is fine. */
  void behave(String workload) throws IOException, InterruptedException;

  /** The directory of the manifests that are meant to be applied. */
  Path manifests();

  ApplyReport apply(Path manifests);

  /** Pauses the automation for everything; returns the pause's id. */
  String pause(String reason, Duration duration);

  void resume(String pause);

  /** SIGKILL; returns when the process is gone. */
  void killHealer() throws InterruptedException;

  /** Starts the healer again on the same state; returns when it is started, ready or not. */
  void restartHealer() throws IOException, InterruptedException;
}
