package com.trixtech.selfheal.local.node;

import com.trixtech.selfheal.local.node.ProcessTable.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends signals, to processes whose identity was just checked and to no others. Thread-safe; takes
 * a few milliseconds, since the JDK knows TERM and KILL only and the shell's own kill does the
 * rest.
 */
public final class Kill {
  private final ProcessTable table;

  public Kill(ProcessTable table) {
    this.table = table;
  }

  /** Signals one process; false when it is gone or its pid is another's now. */
  public boolean send(String signal, ProcessId id) {
    return table.living(id).map(entry -> signal(signal, List.of(entry))).orElse(false);
  }

  /** Signals the whole tree of an instance; returns how many processes that were. */
  public int sendTree(String signal, ProcessId main) {
    List<Entry> tree = table.tree(main, table.all());
    if (!tree.isEmpty()) {
      signal(signal, tree);
    }
    return tree.size();
  }

  /** Signals exactly these, each only if it is still the same process. */
  public void sendEach(String signal, Collection<Entry> entries) {
    List<Entry> same = entries.stream().filter(e -> table.living(e.id()).isPresent()).toList();
    if (!same.isEmpty()) {
      signal(signal, same);
    }
  }

  private static boolean signal(String signal, List<Entry> entries) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("/bin/sh", "-c", "s=$1; shift; kill -s \"$s\" -- \"$@\"", "kill"));
    command.add(signal);
    entries.forEach(e -> command.add(Long.toString(e.pid())));
    try {
      Process kill =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return kill.waitFor(5, TimeUnit.SECONDS) && kill.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
