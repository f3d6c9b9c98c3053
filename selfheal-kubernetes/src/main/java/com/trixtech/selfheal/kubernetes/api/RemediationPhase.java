package com.trixtech.selfheal.kubernetes.api;

import com.trixtech.selfheal.manifest.policy.Explained;

/** Where an incident stands. The last five are ends. */
public enum RemediationPhase implements Explained {
  Pending("Diagnosed; no act is planned yet."),
  DryRun("The mode is Observe: the plan is written down and nothing is done."),
  AwaitingApproval("The planned act waits for a person."),
  Blocked("The guard refuses the planned act; `spec.guard` says why."),
  Executing("An act is under way."),
  Verifying("An act is done; its proof is awaited."),
  Succeeded("Proven: the first signal is gone and the service level held."),
  SelfRecovered("It ended before any act."),
  Inconclusive("There was not enough fresh evidence to tell; that is no success."),
  Escalated("The ladder ended without success, or could not go on; a person was called."),
  Cancelled("The target or its policy is gone.");

  private final String meaning;

  RemediationPhase(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
