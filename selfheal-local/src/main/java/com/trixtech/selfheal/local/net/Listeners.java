package com.trixtech.selfheal.local.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who listens on 127.x.0.0/16 of this machine, from the kernel's tables. Both tables count: Java,
 * and whatever else binds an IPv4 address through an IPv6 socket, stands in tcp6.
 */
final class Listeners {

  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
  private static final String LISTEN = "0A";

  private Listeners() {}

  /** The second numbers of all 127.x.y.z on which something listens now. */
  static Set<Integer> networks() throws IOException {
    Set<Integer> found = new HashSet<>();
    for (Path table : TABLES) {
      if (Files.isReadable(table)) { // no tcp6 where IPv6 is switched off
        found.addAll(networks(Files.readAllLines(table)));
      }
    }
    return found;
  }

  /**
   * Columns: number, local address, remote address, state. An address is hexadecimal, its last byte
   * first.
   */
  static Set<Integer> networks(List<String> table) {
    Set<Integer> found = new HashSet<>();
    for (String line : table) {
      String[] columns = line.trim().split("\\s+");
      if (columns.length > 3 && columns[3].equals(LISTEN)) {
        String address = columns[1].substring(0, Math.max(0, columns[1].indexOf(':')));
        boolean v4 = address.length() == 8 || address.startsWith("0000000000000000FFFF0000");
        if (v4 && address.endsWith("7F")) {
          int end = address.length();
          found.add(Integer.parseInt(address.substring(end - 4, end - 2), 16));
        }
      }
    }
    return found;
  }
}
