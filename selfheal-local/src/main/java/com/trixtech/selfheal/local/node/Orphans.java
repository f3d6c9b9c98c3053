package com.trixtech.selfheal.local.node;

import com.trixtech.selfheal.local.node.ProcessTable.Entry;
import com.trixtech.selfheal.local.state.StateDirectory;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Processes of this state directory that no record knows by pid: started by a healer that died
 * before it could write the pid down. Stateless.
 */
public final class Orphans {
  private final ProcessTable table;
  private final StateDirectory state;

  public Orphans(ProcessTable table, StateDirectory state) {
    this.table = table;
    this.state = state;
  }

  /** Marked processes of one instance; the leader of their session first. */
  List<Entry> of(InstanceRecord instance) {
    if (instance.process() != null) {
      return List.of();
    }
    return marked().stream()
        .filter(e -> uid(e).equals(instance.uid()))
        .sorted(
            Comparator.comparing((Entry e) -> e.session() != e.pid())
                .thenComparing(Entry::startTicks))
        .toList();
  }

  /**
   * Ends every marked process whose instance is not among {@code known}; says how many there were.
   */
  public int killUnknown(Set<String> known) {
    List<Entry> orphans = marked().stream().filter(e -> !known.contains(uid(e))).toList();
    new Kill(table).sendEach("KILL", orphans);
    return orphans.size();
  }

  private List<Entry> marked() {
    String root = state.root().toString();
    return table.all().stream()
        .filter(e -> table.variable(e.pid(), Marks.STATE).filter(root::equals).isPresent())
        .filter(e -> !uid(e).isEmpty())
        .toList();
  }

  private String uid(Entry entry) {
    return table.variable(entry.pid(), Marks.INSTANCE).orElse("");
  }
}
