package com.trixtech.selfheal.proxy;

import com.fasterxml.jackson.core.JacksonException;
import com.trixtech.selfheal.proxy.wire.Routes;
import com.trixtech.selfheal.proxy.wire.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The last routes, on disk: what a restarted proxy serves before anybody talks to it. Blocking; not
 * thread-safe.
 *
 * @param path where the routes are kept; its folder must exist
 */
record RoutesFile(Path path) {
  private static final System.Logger LOG = System.getLogger(RoutesFile.class.getName());

  /**
   * The kept routes, or none when there is no file yet. A file that is damaged or of another
   * version is put aside and counts as none: the control plane knows all routes and sends them
   * again, and a proxy that does not start could not take them.
   */
  Routes load() throws IOException {
    if (!Files.exists(path)) {
      return Routes.none();
    }
    try {
      return Wire.json().readValue(Files.readAllBytes(path), Routes.class);
    } catch (JacksonException e) {
      Path aside = path.resolveSibling(path.getFileName() + ".unreadable");
      Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
      LOG.log(
          System.Logger.Level.WARNING,
          "routes: {0}: starting with none; the file is kept as {1}",
          e.getOriginalMessage(),
          aside);
      return Routes.none();
    } catch (IOException e) {
      throw new IOException("routes: " + e.getMessage() + " in " + path, e);
    }
  }

  void save(Routes routes) throws IOException {
    replace(path, Wire.json().writeValueAsBytes(routes));
  }

  /**
   * Writes a file so that a reader, or a crash, sees the old content or the new and nothing
   * between.
   */
  static void replace(Path path, byte[] content) throws IOException {
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
