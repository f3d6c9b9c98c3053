package com.trixtech.selfheal.kubernetes.api;

import com.trixtech.selfheal.manifest.policy.Explained;

/** What the operator does with a policy. */
public enum PolicyPhase implements Explained {
  Starting("The operator has just begun and observes for one detection window first."),
  Enabled("The target is watched; no incident is open."),
  Remediating("An incident is open and the ladder is climbed, as far as the mode allows."),
  Paused("An incident may be open; no new act is begun because somebody paused or suspended it."),
  Storm("Too many instances ail at once; single-instance remedies stand still."),
  Escalated("The ladder has ended, or cannot go on; a person is called."),
  Disabled("The policy is not followed: it is refused, or a second one claims its target.");

  private final String meaning;

  PolicyPhase(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
