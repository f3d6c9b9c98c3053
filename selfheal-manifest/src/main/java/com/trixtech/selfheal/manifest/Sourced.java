package com.trixtech.selfheal.manifest;

import java.util.Map;

/**
 * A typed object and where it was written. Immutable but for the fabric8 object, which nobody
 * changes after reading.
 *
 * @param line the first line of its document, counted from 1
 * @param lines the line of each field that was written, by its path: {@code
 *     spec.template.spec.containers[0].image}
 */
public record Sourced<T>(T value, SourceFile file, int line, Map<String, Integer> lines) {
  /** Copies the lines. */
  public Sourced {
    lines = Map.copyOf(lines);
  }

  /** The line of a field, or of its nearest parent that was written. */
  public int lineOf(String path) {
    String at = path;
    while (!at.isEmpty()) {
      Integer found = lines.get(at);
      if (found != null) {
        return found;
      }
      at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
    }
    return line;
  }

  /** A problem of this object, at the line of the field that it is about. */
  public Problem problem(Problem.Severity severity, String path, String message) {
    return new Problem(severity, file, lineOf(path), path, message);
  }
}
