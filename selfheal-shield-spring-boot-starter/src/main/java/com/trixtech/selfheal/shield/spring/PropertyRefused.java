package com.trixtech.selfheal.shield.spring;

import java.util.List;

/**
 * Properties that stop the start. Each problem is one line: the property's name, its value, what
 * was expected, and where it stands.
 */
public final class PropertyRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  PropertyRefused(List<String> problems, Throwable cause) {
    super(String.join("; ", problems), cause);
    this.problems = List.copyOf(problems);
  }

  /** At least one. */
  public List<String> problems() {
    return problems;
  }
}
