package com.trixtech.selfheal.manifest.policy;

/** Where an escalation goes. */
public enum NotifyKind implements Explained {
  log("The healer's own log."),
  webhook("A POST of JSON to a URL.");

  private final String meaning;

  NotifyKind(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
