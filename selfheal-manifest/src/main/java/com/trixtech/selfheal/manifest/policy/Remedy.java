package com.trixtech.selfheal.manifest.policy;

/** One step of a ladder. */
public enum Remedy implements Explained {
  AwaitPlatform("Let the platform's own restart work, and verify it."),
  Restart("Restart the instance in place; on Kubernetes, which cannot, replace it."),
  RestartRollOut(
      "For SharedCauseUnknown: restart one ailing instance after the other, each proven before the next, and stop where it does not help. Each restart counts against the budget."),
  Replace("Evict the instance, so that a new one takes its place."),
  RollBack("Return the workload to a revision that was proven good."),
  HoldRestarts("Keep restarts back while the cause is elsewhere."),
  Eject("Take the instance out of its Service without ending it."),
  Escalate("Tell people, and stop.");

  private final String meaning;

  Remedy(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
