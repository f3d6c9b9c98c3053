package com.trixtech.selfheal.manifest.policy;

/** What an unhealthy condition looks at. */
public enum ConditionType implements Explained {
  Ready("The instance's readiness, as its probe last said.");

  private final String meaning;

  ConditionType(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
