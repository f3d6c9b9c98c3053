package com.trixtech.selfheal.manifest.policy;

/** How loud an escalation is. */
public enum Severity implements Explained {
  warning("Somebody should look today."),
  critical("Somebody should look now.");

  private final String meaning;

  Severity(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
