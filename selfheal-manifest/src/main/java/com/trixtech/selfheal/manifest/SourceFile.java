package com.trixtech.selfheal.manifest;

import java.nio.file.Path;

/**
 * A file that was read.
 *
 * @param path as the user would write it: relative to the working directory where that is possible
 */
public record SourceFile(Path path) {
  @Override
  public String toString() {
    return path.toString();
  }
}
