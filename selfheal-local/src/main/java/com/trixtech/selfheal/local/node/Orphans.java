package com.trixtech.selfheal.local.node;

import com.trixtech.selfheal.local.node.ProcessTable.Entry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Processes of a state directory that no record knows by pid: started by a healer that died before
 * it could write the pid down. Stateless.
 */
public final class Orphans {
  private static final Duration LOOK = Duration.ofMillis(20);

  private final ProcessTable table;
  private final String state;

  public Orphans(ProcessTable table, Path state) {
    this.table = table;
    this.state = state.toAbsolutePath().normalize().toString();
  }

  /**
   * Ends everything that is marked, the healer's and the data path's processes too, but for the
   * calling process: by TERM, and by KILL what is still there after {@code patience}.
   *
   * @return how many there were
   */
  public int endAll(Duration patience) {
    Kill kill = new Kill(table);
    List<Entry> first = anyPart();
    kill.sendEach("TERM", first);
    Instant deadline = Instant.now().plus(patience);
    List<Entry> left = first;
    while (!left.isEmpty() && Instant.now().isBefore(deadline)) {
      LockSupport.parkNanos(LOOK.toNanos());
      left = anyPart();
    }
    kill.sendEach("KILL", left);
    return first.size();
  }

  private List<Entry> anyPart() {
    long own = ProcessHandle.current().pid();
    return ofState()
        .filter(e -> e.pid() != own)
        .filter(e -> !uid(e).isEmpty() || table.variable(e.pid(), Marks.PART).isPresent())
        .toList();
  }

  /** Marked processes of one instance; the leader of their session first. */
  List<Entry> of(InstanceRecord instance) {
    ProcessId known = instance.process();
    if (known != null && table.living(known).isPresent()) {
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
    return ofState().filter(e -> !uid(e).isEmpty()).toList();
  }

  private Stream<Entry> ofState() {
    return table.all().stream()
        .filter(e -> table.variable(e.pid(), Marks.STATE).filter(state::equals).isPresent());
  }

  private String uid(Entry entry) {
    return table.variable(entry.pid(), Marks.INSTANCE).orElse("");
  }
}
