package com.trixtech.selfheal.manifest.policy;

/** How far a policy may go. */
public enum Mode implements Explained {
  Observe("Diagnoses and journals; never acts."),
  Approve("Plans each act and waits for a person's approval."),
  Enforce("Acts by itself within the budget.");

  private final String meaning;

  Mode(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
