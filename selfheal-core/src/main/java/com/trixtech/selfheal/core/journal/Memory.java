package com.trixtech.selfheal.core.journal;

import com.trixtech.selfheal.core.journal.JournalEntry.HealerStarted;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentClosed;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentOpened;
import com.trixtech.selfheal.core.journal.JournalEntry.OfIncident;
import com.trixtech.selfheal.core.journal.JournalEntry.Paused;
import com.trixtech.selfheal.core.journal.JournalEntry.PlatformRestarted;
import com.trixtech.selfheal.core.journal.JournalEntry.Resumed;
import com.trixtech.selfheal.core.journal.JournalEntry.RevisionCondemned;
import com.trixtech.selfheal.core.journal.JournalEntry.RevisionProven;
import com.trixtech.selfheal.core.model.Pause;
import com.trixtech.selfheal.core.model.ReleaseHistory;
import com.trixtech.selfheal.core.model.ReleaseHistory.Proof;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that the loop remembers: the fold of the journal. Bounded: the last {@code history} closed
 * incidents, and pauses until they end. Not thread-safe.
 */
public final class Memory {
  private final int history;
  private final Map<WorkloadRef, Incident> open = new LinkedHashMap<>();
  private final Map<String, Incident> byId = new HashMap<>();
  private final Deque<Incident> closed = new ArrayDeque<>();
  private final Map<String, Pause> pauses = new LinkedHashMap<>();
  private final Map<WorkloadRef, Map<String, Proof>> proven = new HashMap<>();
  private final Map<WorkloadRef, Set<String>> condemned = new HashMap<>();
  private int highest;

  /** Remembers at most {@code history} closed incidents. */
  public Memory(int history) {
    this.history = history;
  }

  /** Folds one entry in. An entry of an incident that is no longer remembered is left out. */
  public void apply(JournalEntry entry) {
    switch (entry) {
      case HealerStarted s -> {}
      case PlatformRestarted r -> {}
      case Paused p -> pauses.put(p.pause().id(), p.pause());
      case Resumed r -> pauses.remove(r.pause());
      case RevisionProven p -> prove(p);
      case RevisionCondemned c -> {
        condemned.computeIfAbsent(c.workload(), w -> new HashSet<>()).add(c.template());
        proven.getOrDefault(c.workload(), new HashMap<>()).remove(c.template());
      }
      case OfIncident o -> ofIncident(o);
    }
  }

  private void prove(RevisionProven entry) {
    proven
        .computeIfAbsent(entry.workload(), w -> new HashMap<>())
        .put(entry.template(), new Proof(entry.at(), entry.configuration(), entry.images()));
    condemned.getOrDefault(entry.workload(), new HashSet<>()).remove(entry.template());
  }

  private void ofIncident(OfIncident entry) {
    if (entry instanceof IncidentOpened opened) {
      Incident incident = new Incident(opened);
      highest = Math.max(highest, Incident.number(opened.incident()));
      open.put(opened.workload(), incident);
      byId.put(opened.incident(), incident);
      return;
    }
    Incident incident = byId.get(entry.incident());
    if (incident == null) {
      return;
    }
    incident.apply(entry);
    if (entry instanceof IncidentClosed) {
      open.remove(incident.workload());
      closed.addLast(incident);
      if (closed.size() > history) {
        byId.remove(closed.removeFirst().id());
      }
    }
  }

  /**
   * Forgets revisions that the platform no longer keeps, so that memory does not grow with
   * releases.
   */
  public void keepRevisions(WorkloadRef workload, Set<String> templates) {
    Map<String, Proof> proofs = proven.get(workload);
    if (proofs != null && proofs.size() > templates.size()) {
      proofs.keySet().retainAll(templates);
    }
    Set<String> bad = condemned.get(workload);
    if (bad != null && bad.size() > templates.size()) {
      bad.retainAll(templates);
    }
  }

  /** Open incidents, oldest first. */
  public Collection<Incident> open() {
    return List.copyOf(open.values());
  }

  public Optional<Incident> openOn(WorkloadRef workload) {
    return Optional.ofNullable(open.get(workload));
  }

  public Optional<Incident> incident(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Closed incidents that are still remembered, oldest first. */
  public List<Incident> closed() {
    return new ArrayList<>(closed);
  }

  /**
   * The next incident's id. Ids never come again, also where the journal no longer holds the oldest
   * incidents.
   */
  public String nextId() {
    return Incident.id(highest + 1);
  }

  public List<Pause> pauses(Instant now) {
    pauses.values().removeIf(p -> !now.isBefore(p.until()));
    return List.copyOf(pauses.values());
  }

  public ReleaseHistory releases(WorkloadRef workload) {
    Map<String, Proof> proofs = proven.get(workload);
    Set<String> bad = condemned.get(workload);
    return proofs == null && bad == null
        ? ReleaseHistory.NONE
        : new ReleaseHistory(proofs == null ? Map.of() : proofs, bad == null ? Set.of() : bad);
  }
}
