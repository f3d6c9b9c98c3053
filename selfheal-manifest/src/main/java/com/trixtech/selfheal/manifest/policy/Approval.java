package com.trixtech.selfheal.manifest.policy;

/** Whether a step waits for a person. */
public enum Approval implements Explained {
  Required("Waits for approval, in mode Enforce too."),
  NotRequired("Runs when the mode allows it.");

  private final String meaning;

  Approval(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
