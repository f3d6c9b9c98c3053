package com.trixtech.selfheal.manifest.policy;

/** How much a workload needs a dependency. */
public enum Strength implements Explained {
  Hard("Without it the workload cannot work: its instances are not touched while it is down."),
  Soft("The workload degrades without it: its failure explains errors, not crashes.");

  private final String meaning;

  Strength(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
