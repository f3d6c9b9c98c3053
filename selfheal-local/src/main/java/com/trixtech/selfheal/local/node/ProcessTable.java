package com.trixtech.selfheal.local.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kernel's process table, read from {@code /proc}. Stateless and thread-safe. */
public final class ProcessTable {
  private static final Path PROC = Path.of("/proc");
  private static final String BOOT = boot();
  private static final long PAGE_BYTES = pageBytes();

  /** One process. A zombie is dead: it only waits for its parent to notice. */
  public record Entry(long pid, long parent, long session, char state, long startTicks) {
    public boolean alive() {
      return state != 'Z' && state != 'X';
    }

    /** Frozen by SIGSTOP: it takes no signal but CONT and KILL. */
    public boolean stopped() {
      return state == 'T';
    }

    public ProcessId id() {
      return new ProcessId(pid, startTicks, BOOT);
    }
  }

  /** The process that has this pid now. */
  public Optional<Entry> entry(long pid) {
    try {
      return parse(pid, Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The process with this identity, while it lives. */
  public Optional<Entry> living(ProcessId id) {
    return id.boot().equals(BOOT)
        ? entry(id.pid()).filter(e -> e.startTicks() == id.startTicks() && e.alive())
        : Optional.empty();
  }

  /** Every living process of the machine that this user can see. */
  public List<Entry> all() {
    List<Entry> all = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path path : entries) {
        entry(Long.parseLong(path.getFileName().toString()))
            .filter(Entry::alive)
            .ifPresent(all::add);
      }
    } catch (IOException e) {
      return List.of();
    }
    return all;
  }

  /**
   * The whole tree of an instance, its main process first if that lives: the members of its session
   * and the descendants of all of them. Descendants count because a PostgreSQL child, for example,
   * makes a session of its own; the session counts because a daemon's parent is init.
   */
  public List<Entry> tree(ProcessId main, List<Entry> all) {
    // A new process has the pid: then no member of the old session is left, and nothing is ours.
    if (!main.boot().equals(BOOT)
        || all.stream()
            .anyMatch(e -> e.pid() == main.pid() && e.startTicks() != main.startTicks())) {
      return List.of();
    }
    Map<Long, Entry> tree = new LinkedHashMap<>();
    Deque<Entry> open = new ArrayDeque<>();
    for (Entry e : all) {
      boolean isMain = e.pid() == main.pid();
      if (isMain || (e.session() == main.pid() && e.startTicks() >= main.startTicks())) {
        tree.put(e.pid(), e);
        open.add(e);
      }
    }
    while (!open.isEmpty()) {
      long parent = open.remove().pid();
      for (Entry e : all) {
        if (e.parent() == parent && tree.putIfAbsent(e.pid(), e) == null) {
          open.add(e);
        }
      }
    }
    return List.copyOf(tree.values());
  }

  /** A variable of a process's start environment; empty when it cannot be read. */
  public Optional<String> variable(long pid, String name) {
    try {
      String environment =
          Files.readString(PROC.resolve(pid + "/environ"), StandardCharsets.ISO_8859_1);
      String prefix = name + "=";
      for (String variable : environment.split("\0", -1)) {
        if (variable.startsWith(prefix)) {
          return Optional.of(variable.substring(prefix.length()));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Anonymous memory in bytes: what a limit is about; shared files and page cache do not count. Of
   * {@code statm}, which costs the kernel a tenth of {@code status}: what is resident without what
   * is shared.
   */
  public long anonymousMemory(long pid) {
    try {
      String[] pages =
          Files.readString(PROC.resolve(pid + "/statm"), StandardCharsets.ISO_8859_1).split(" ", 4);
      return Math.max(0, Long.parseLong(pages[1]) - Long.parseLong(pages[2])) * PAGE_BYTES;
    } catch (IOException e) {
      return 0;
    }
  }

  /** From the vector that the kernel gives to each process: pairs of longs, 6 is the page size. */
  private static long pageBytes() {
    try {
      ByteBuffer auxiliary =
          ByteBuffer.wrap(Files.readAllBytes(PROC.resolve("self/auxv")))
              .order(ByteOrder.nativeOrder());
      while (auxiliary.remaining() >= 2 * Long.BYTES) {
        long key = auxiliary.getLong();
        long value = auxiliary.getLong();
        if (key == 6) {
          return value;
        }
      }
    } catch (IOException e) {
      // Not readable in some sandboxes; then it is the size that nearly every machine has.
    }
    return 4096;
  }

  private static Optional<Entry> parse(long pid, String stat) {
    // The command name may hold spaces and parentheses; the fields begin after the last one.
    int close = stat.lastIndexOf(')');
    if (close < 0) {
      return Optional.empty();
    }
    String[] fields = stat.substring(close + 2).split(" ", -1);
    return Optional.of(
        new Entry(
            pid,
            Long.parseLong(fields[1]),
            Long.parseLong(fields[3]),
            fields[0].charAt(0),
            Long.parseLong(fields[19])));
  }

  private static String boot() {
    try {
      return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
