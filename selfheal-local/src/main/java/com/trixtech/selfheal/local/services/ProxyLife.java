package com.trixtech.selfheal.local.services;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One life of the proxy's process. A pid is given again to others some day; a pid with its start
 * time is not.
 *
 * @param startTime field 22 of {@code /proc/PID/stat}: clock ticks since boot
 * @param boot the kernel's boot id: ticks of another boot mean nothing
 * @param token what its admin interface asks for
 */
record ProxyLife(long pid, long startTime, String boot, String token) {

  /** The life that this pid has now; empty when it has none. */
  static Optional<ProxyLife> of(long pid, String token) {
    try {
      String stat =
          Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      // The command in parentheses may hold blanks and parentheses itself: count behind the last.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      boolean ended = fields[0].equals("Z") || fields[0].equals("X");
      return ended
          ? Optional.empty()
          : Optional.of(new ProxyLife(pid, Long.parseLong(fields[19]), bootNow(), token));
    } catch (IOException e) { // no such process
      return Optional.empty();
    }
  }

  boolean alive() {
    return of(pid, token).filter(this::equals).isPresent();
  }

  /** Only this life, never whoever got the pid after it. */
  void terminate() {
    signal(false);
  }

  void kill() {
    signal(true);
  }

  private void signal(boolean hard) {
    if (alive()) {
      ProcessHandle.of(pid)
          .ifPresent(handle -> {
            boolean _ = hard ? handle.destroyForcibly() : handle.destroy();
          });
    }
  }

  private static String bootNow() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
  }
}
