package com.trixtech.selfheal.manifest;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The manifests cannot be used. Carries every problem, warnings included, in the order of files and
 * lines.
 */
public final class ManifestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  ManifestException(List<Problem> problems) {
    super(problems.stream().map(p -> p.severity() + " " + p).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Every problem found. */
  public List<Problem> problems() {
    return problems;
  }
}
