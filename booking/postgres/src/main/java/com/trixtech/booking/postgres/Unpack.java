package com.trixtech.booking.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks the PostgreSQL archive inside a binaries jar: {@code Unpack JAR DIRECTORY}.
 *
 * <p>Decompresses in Java and leaves the rest to {@code tar}, because tar is part of every Debian
 * and xz is not. The caller gives a fresh directory and renames it when this has succeeded; nothing
 * here cleans up.
 */
public final class Unpack {
  private Unpack() {}

  /** Exit code 0 when everything was unpacked; 1, and a line on stderr, otherwise. */
  public static void main(String[] args) throws InterruptedException {
    if (args.length != 2) {
      System.err.println("arguments: " + args.length + " (expected: JAR DIRECTORY)");
      System.exit(2);
    }
    try {
      unpack(Path.of(args[0]), Path.of(args[1]));
    } catch (IOException e) {
      System.err.println("cannot unpack " + args[0] + " into " + args[1] + ": " + e.getMessage());
      System.exit(1);
    }
  }

  static void unpack(Path jar, Path directory) throws IOException, InterruptedException {
    try (var file = new JarFile(jar.toFile())) {
      var entry =
          file.stream()
              .filter(e -> e.getName().endsWith(".txz"))
              .findFirst()
              .orElseThrow(() -> new IOException("entries: no *.txz (expected: one) in " + jar));
      var tar =
          new ProcessBuilder("tar", "-x", "-f", "-", "-C", directory.toString())
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (InputStream in = new XZInputStream(file.getInputStream(entry));
          var out = tar.getOutputStream()) {
        in.transferTo(out);
      }
      int code = tar.waitFor();
      if (code != 0) {
        throw new IOException("exit code of tar: " + code + " (expected: 0)");
      }
    }
  }
}
