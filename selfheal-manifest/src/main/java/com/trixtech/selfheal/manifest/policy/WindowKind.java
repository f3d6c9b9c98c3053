package com.trixtech.selfheal.manifest.policy;

/** What a maintenance window does. */
public enum WindowKind implements Explained {
  Deny("No act inside the window."),
  Allow("Acts only inside such windows.");

  private final String meaning;

  WindowKind(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
