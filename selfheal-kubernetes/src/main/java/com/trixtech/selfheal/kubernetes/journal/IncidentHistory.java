package com.trixtech.selfheal.kubernetes.journal;

import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.journal.Memory;
import com.trixtech.selfheal.core.model.ReleaseHistory;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.kubernetes.api.Remediation;
import com.trixtech.selfheal.kubernetes.api.RemediationSpec.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The incidents that Remediations tell of, for whoever reads them and writes nothing: the same
 * entries, by the same codec and the same replay as the operator's.
 *
 * @param incidents the closed ones, then the open ones, each oldest first
 * @param unread entries that this build cannot read; what they said is missing above
 */
public record IncidentHistory(List<Incident> incidents, int unread) {
  public IncidentHistory {
    incidents = List.copyOf(incidents);
  }

  /** Reads them, in whatever order they come. */
  public static IncidentHistory of(Collection<Remediation> remediations) {
    Memory memory = new Memory(Integer.MAX_VALUE);
    int unread = replay(remediations, memory);
    List<Incident> incidents = new ArrayList<>(memory.closed());
    incidents.addAll(memory.open());
    return new IncidentHistory(incidents, unread);
  }

  /** What the same entries say of a workload's revisions. */
  public static ReleaseHistory releases(
      Collection<Remediation> remediations, WorkloadRef workload) {
    Memory memory = new Memory(Integer.MAX_VALUE);
    replay(remediations, memory);
    return memory.releases(workload);
  }

  /** Returns how many cannot be read. */
  private static int replay(Collection<Remediation> remediations, Memory memory) {
    int unread = 0;
    for (Entry entry : inOrder(remediations)) {
      Optional<Object> read = Lines.read(entry.entry());
      if (read.isEmpty()) {
        unread++;
      } else if (read.get() instanceof JournalEntry known) {
        memory.apply(known);
      }
    }
    return unread;
  }

  private static List<Entry> inOrder(Collection<Remediation> remediations) {
    return remediations.stream()
        .filter(r -> r.getSpec() != null)
        .flatMap(r -> r.getSpec().entries().stream())
        .sorted(Comparator.comparingLong(Entry::sequence))
        .toList();
  }
}
