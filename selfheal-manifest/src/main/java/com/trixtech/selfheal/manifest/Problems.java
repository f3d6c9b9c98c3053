package com.trixtech.selfheal.manifest;

import com.trixtech.selfheal.manifest.Problem.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects problems while reading. Used by one thread. */
final class Problems {
  private final List<Problem> all = new ArrayList<>();

  void add(Problem problem) {
    all.add(problem);
  }

  void error(SourceFile file, int line, String path, String message) {
    add(new Problem(Severity.ERROR, file, line, path, message));
  }

  void error(Sourced<?> source, String path, String message) {
    add(source.problem(Severity.ERROR, path, message));
  }

  void warning(Sourced<?> source, String path, String message) {
    add(source.problem(Severity.WARNING, path, message));
  }

  boolean hasErrors() {
    return all.stream().anyMatch(p -> p.severity() == Severity.ERROR);
  }

  int count() {
    return all.size();
  }

  List<Problem> sorted() {
    return all.stream()
        .sorted(
            Comparator.comparing((Problem p) -> p.file().path()).thenComparingInt(Problem::line))
        .toList();
  }
}
