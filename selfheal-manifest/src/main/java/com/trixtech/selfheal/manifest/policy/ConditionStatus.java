package com.trixtech.selfheal.manifest.policy;

/** A condition's three values. */
public enum ConditionStatus implements Explained {
  True("It holds."),
  False("It does not hold."),
  Unknown("Nobody knows.");

  private final String meaning;

  ConditionStatus(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
