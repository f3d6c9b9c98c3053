package com.trixtech.selfheal.server;

import com.trixtech.selfheal.server.api.ApplyReport;
import com.trixtech.selfheal.server.api.Automation;
import com.trixtech.selfheal.server.api.Explanation;
import com.trixtech.selfheal.server.api.Fault;
import com.trixtech.selfheal.server.api.IncidentView;
import com.trixtech.selfheal.server.api.LogChunk;
import com.trixtech.selfheal.server.api.Metrics;
import com.trixtech.selfheal.server.api.PauseView;
import com.trixtech.selfheal.server.api.Requests;
import com.trixtech.selfheal.server.api.Status;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a healer can be asked and told. Called by many threads at once; an implementation brings its
 * own order. A request that makes no sense is answered with a {@link ControlException}; any other
 * exception counts as a defect. Ending the healer is not in here: it is not the plane's to end what
 * it runs in, see {@link ControlServer}.
 */
public interface ControlPlane {

  /** What is true now. Cheap: it is polled several times a second. */
  Status status();

  /** Newest first. */
  List<IncidentView> incidents(boolean all);

  IncidentView incident(String id);

  /** {@code target}: a workload ({@code trixtech-backend}, {@code Deployment/…}) or an instance. */
  Explanation explain(String target);

  /** Returns when the change is accepted, not when it has rolled out. */
  ApplyReport apply(Requests.Apply request);

  Automation automation();

  PauseView pause(Requests.PauseFor request);

  /** Ends one pause, or each one where {@code id} is {@code all}; returns those that ended. */
  List<PauseView> resume(String id);

  /** Allows the planned remedy; a conflict where the incident waits for nobody. */
  IncidentView approve(String incident, String by);

  /**
   * The last {@code lines} lines; or, where {@code from} is the {@code next} of an earlier answer,
   * what was written since.
   */
  LogChunk logs(String instance, int lines, OptionalLong from);

  Fault inject(Requests.Inject request);

  List<Fault> faults();

  /** Takes a fault back. Not found where it has ended by itself. */
  Fault removeFault(String id);

  Metrics metrics();
}
