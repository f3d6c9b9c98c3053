package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.journal.Incident.Ending;
import com.trixtech.selfheal.core.journal.JournalEntry.ActIntended;
import com.trixtech.selfheal.core.journal.JournalEntry.Diagnosed;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentClosed;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentOpened;
import com.trixtech.selfheal.core.journal.JournalEntry.Verified;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.verify.Verification.Proof;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** See its sentence. */
final class ProvenByRequests extends Invariant {
  private final Map<WorkloadRef, Instant> idleSince = new HashMap<>();
  private final Map<String, Patient> patients = new HashMap<>();

  /** One incident: its workload, whether an instance erred, and when something was last done. */
  private record Patient(WorkloadRef workload, boolean erring, Instant treated) {}

  ProvenByRequests() {
    super(
        "proven-by-requests",
        "An instance that erred or was slow counts as recovered only where clients have asked"
            + " something of its workload since.");
  }

  @Override
  void see(Event event, Consumer<String> broken) {
    switch (event) {
      case Event.Requests r when r.some() -> idleSince.remove(r.workload());
      case Event.Requests r -> idleSince.put(r.workload(), r.at());
      case Event.Written(var at, IncidentOpened o) ->
          patients.put(o.incident(), new Patient(o.workload(), false, Instant.MIN));
      case Event.Written(var at, Diagnosed d) ->
          patients.computeIfPresent(
              d.incident(),
              (id, p) ->
                  new Patient(p.workload(), d.cause() == Cause.INSTANCE_ERRORING, p.treated()));
      case Event.Written(var at, ActIntended a) when !a.undo() ->
          patients.computeIfPresent(
              a.incident(), (id, p) -> new Patient(p.workload(), p.erring(), a.at()));
      case Event.Written(var at, Verified v) -> {
        Patient patient = patients.get(v.incident());
        if (v.verification().proof() == Proof.RECOVERED && unseen(patient)) {
          broken.accept("%s is proven without a request since the act".formatted(v.incident()));
        }
      }
      case Event.Written(var at, IncidentClosed c) -> {
        Patient patient = patients.remove(c.incident());
        boolean recovered = c.ending() != Ending.UNPROVEN && c.ending() != Ending.TARGET_GONE;
        if (recovered && unseen(patient)) {
          broken.accept("%s is closed as recovered without a request".formatted(c.incident()));
        }
      }
      default -> {}
    }
  }

  /** Whether no client has asked since something was last done about an instance that erred. */
  private boolean unseen(@org.jspecify.annotations.Nullable Patient patient) {
    if (patient == null || !patient.erring()) {
      return false;
    }
    Instant since = idleSince.get(patient.workload());
    return since != null && since.isBefore(patient.treated());
  }
}
