package com.trixtech.selfheal.manifest;

/**
 * One thing that is wrong in a manifest. Prints as {@code replicas: -1 (expected: >= 0) in
 * deploy/backend.yaml:14}.
 *
 * @param line counted from 1; 0 when the problem is the file or the directory itself
 * @param path the field, from the document's root
 * @param message what, value, expectation
 */
public record Problem(Severity severity, SourceFile file, int line, String path, String message) {
  /** Whether the manifests can be used all the same. */
  public enum Severity {
    ERROR,
    WARNING
  }

  @Override
  public String toString() {
    return message + " in " + file + (line > 0 ? ":" + line : "");
  }
}
