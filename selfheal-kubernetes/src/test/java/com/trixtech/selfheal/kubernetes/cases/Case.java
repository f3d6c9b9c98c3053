package com.trixtech.selfheal.kubernetes.cases;

/**
 * What has gone wrong with healers before this one, and what this one does about it. The tests of a
 * case are those whose names begin with it: {@code case7…}.
 */
enum Case {
  HEALS_EVERYTHING_AFTER_ITS_OWN_RESTART(
      "It heals everything after its own restart, or leaves behind what it began.",
      "A new leader only observes for one window; each act's key is durable before it; a hold carries"
          + " its end on the Deployment, and any leader ends it."),
  EMPTY_MEANS_ALL(
      "An empty scope is read as everything.",
      "An empty list of namespaces is refused, a policy without a target is not followed, and"
          + " instances are chosen by their owner's uid, never by labels."),
  OUTSIDE_THE_BUDGET(
      "A side effect has no budget.",
      "Replacements, roll-backs and holds take from one budget, behind one gateway."),
  STORM_GUARD(
      "The storm guard is off, too blunt, or mute.",
      "On by default; of a pool of up to four one may always be healed; the phase Storm and a"
          + " condition say so."),
  FALSE_SUCCESS(
      "A remedy is believed to have worked.",
      "The verdict has three values; a replacement that is no better is no success, and a person is"
          + " called when the ladder ends."),
  OLD_TRUTH(
      "It acts on an old truth.",
      "The target is read again, and each request names its uid or its version."),
  BUDGET_DEADLOCK(
      "A budget keeps what is broken from being healed, or is got round by force.",
      "The budget's own words are reported, it is asked again until the step's time is over, and"
          + " then a person is called. Nothing is ever deleted."),
  SAME_SYMPTOM_OPPOSITE_CURE(
      "One symptom, opposite cures.",
      "One ails: it is replaced. All ail with their dependency: they are held. The new ones ail:"
          + " the release is rolled back."),
  LAYERS_RESTART_ON_TOP(
      "Two layers restart the same.",
      "Kubelet's restarts count against the budget, and while it restarts several the healer ends"
          + " none."),
  OUTSIDE_THE_PRECONDITION(
      "A remedy runs where it has no place.",
      "What is paused or current already is not rolled back; the refusal says why."),
  ROLL_BACK_TARGET_DOES_NOT_START(
      "What is rolled back to does not start.",
      "Only to a revision that was proven, with the ConfigMaps of its proof."),
  DEADLINE_LIES(
      "A deadline blames a release that is only late.",
      "Evidence is what new pods do: one that no node has room for, or whose image is missing, has"
          + " not failed."),
  ANOTHER_CONTROLLER_UNDOES_IT(
      "Another controller undoes it.",
      "What Argo CD, Flux or Helm owns is not fought over, what a person paused is not resumed; a"
          + " person is called."),
  DATABASE_SAYS_IT_IS_FINE(
      "A database says that it is fine, or is elected twice.",
      "A StatefulSet is neither rolled back nor held; failover is Patroni's."),
  GUARDS_AT_THE_WRONG_PLACE(
      "The guards stand where an act can get past them.",
      "One gateway with a fence: an ex-leader can neither act nor write; in mode Observe there is no"
          + " gateway; the next act waits for the proof of the last.");

  private final String complaint;
  private final String duty;

  Case(String complaint, String duty) {
    this.complaint = complaint;
    this.duty = duty;
  }

  /** From 1. */
  int number() {
    return ordinal() + 1;
  }

  String complaint() {
    return complaint;
  }

  String duty() {
    return duty;
  }
}
