package com.trixtech.selfheal.manifest.policy;

/** What a policy can have as its target. */
public enum WorkloadKind implements Explained {
  Deployment("Replaceable instances with revisions."),
  StatefulSet("Instances with an identity and volumes of their own.");

  private final String meaning;

  WorkloadKind(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
