package com.trixtech.selfheal.server.api;

import java.util.List;

/** What applying a directory of manifests changed; nothing where {@code changes} is empty. */
public record ApplyReport(List<Change> changes, List<String> warnings) {
  public ApplyReport {
    changes = List.copyOf(changes);
    warnings = List.copyOf(warnings);
  }

  /** One object; {@code change} is {@code Created}, {@code Changed} or {@code Removed}. */
  public record Change(String target, String change, String detail) {}
}
