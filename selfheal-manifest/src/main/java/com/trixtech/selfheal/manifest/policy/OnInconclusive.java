package com.trixtech.selfheal.manifest.policy;

/** What follows a verification without an answer. */
public enum OnInconclusive implements Explained {
  Escalate("Tell people. Inconclusive is never success.");

  private final String meaning;

  OnInconclusive(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
