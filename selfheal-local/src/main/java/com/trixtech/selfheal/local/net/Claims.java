package com.trixtech.selfheal.local.net;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which state directory has which network: a folder of files {@code 127.X}, each naming a state
 * directory. A claim is stale when that directory is gone or says that it has another network.
 * Every change is made under one lock, so that two starts at the same moment cannot both see a
 * stale claim.
 */
record Claims(Path registry) {

  private static final int FIRST = 2;
  private static final int COUNT = 253;

  /** The user's own folder: other users of the machine are noticed by what listens. */
  static Path registry(@Nullable String runtimeDirectory) {
    try {
      Path base =
          runtimeDirectory != null && !runtimeDirectory.isBlank()
              ? Path.of(runtimeDirectory, "selfheal")
              : Path.of("/tmp/selfheal-" + Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
      return base.resolve("net");
    } catch (IOException e) {
      throw new AddressesUnavailable("user id: " + e + " (expected: readable) in /proc/self", e);
    }
  }

  /** Claims a network, {@code before} if that can be had again; 0 means that there was none. */
  int claim(Path state, int before) throws IOException {
    synchronized (Claims.class) { // a file lock holds between processes only
      prepare();
      try (FileChannel channel = FileChannel.open(registry.resolve("lock"), CREATE, WRITE);
          FileLock _ = channel.lock()) {
        // What listens on our own earlier network is our own: instances outlive the healer.
        if (before != 0 && take(before, state)) {
          return before;
        }
        Set<Integer> busy = Listeners.networks();
        int wish = Math.floorMod(state.toString().hashCode(), COUNT);
        for (int i = 0; i < COUNT; i++) {
          int network = FIRST + (wish + i) % COUNT;
          if (!busy.contains(network) && take(network, state)) {
            return network;
          }
        }
      }
    }
    throw new AddressesUnavailable(
        "networks 127.%d to 127.%d: none free (expected: one; end runs that are not needed with `selfheal down --wipe --state DIR`, listed in %s)"
            .formatted(FIRST, FIRST + COUNT - 1, registry));
  }

  void release(Path state, int network) throws IOException {
    synchronized (Claims.class) {
      prepare();
      try (FileChannel channel = FileChannel.open(registry.resolve("lock"), CREATE, WRITE);
          FileLock _ = channel.lock()) {
        if (state.toString().equals(owner(network))) {
          Files.delete(file(network));
        }
      }
    }
  }

  private boolean take(int network, Path state) throws IOException {
    String owner = owner(network);
    if (owner != null && !owner.equals(state.toString()) && !stale(owner, network)) {
      return false;
    }
    Files.deleteIfExists(file(network));
    Files.writeString(file(network), state.toString(), CREATE_NEW, WRITE);
    return true;
  }

  private static boolean stale(String owner, int network) {
    return owner.isBlank()
        || !Files.isDirectory(Path.of(owner))
        || AddressPool.read(Path.of(owner)).network() != network;
  }

  private @Nullable String owner(int network) throws IOException {
    return Files.exists(file(network)) ? Files.readString(file(network)) : null;
  }

  private Path file(int network) {
    return registry.resolve("127." + network);
  }

  /** A folder under /tmp could have been laid there by somebody else. */
  private void prepare() throws IOException {
    FileAttribute<?> ours =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(registry, ours);
    for (Path folder : new Path[] {registry, registry.toAbsolutePath().getParent()}) {
      Object owner = Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      if (!owner.equals(self)) {
        throw new AddressesUnavailable(
            "owner: user %s (expected: user %s) of %s".formatted(owner, self, folder));
      }
    }
  }
}
