package com.trixtech.selfheal.sim;

/** Interesting states that no enum of the core names. */
enum Rare {
  RECURRENCE_CLIMBED("an incident came back and went on one rung higher"),
  REDIAGNOSED("an open incident got another cause"),
  UNDONE_AT_CLOSE("a standing effect was taken back before the incident closed"),
  UNDONE_BY_DEADLINE("a standing effect was taken back because its time was over"),
  OUTCOME_RECALLED("a new healer found an intent without a report and asked what became of it"),
  PLATFORM_OUTRUN("the platform's own restart was too far, and was no longer waited for"),
  REFUSED_AND_DONE_LATER("an act that the platform refused was tried again and done"),
  REFUSED_TO_THE_END("a rung was left because the platform refused it for too long"),
  NEXT_TARGET("a second instance was treated in one incident, after the first"),
  EJECTED_BY_DATA_PATH("the Service ejected an endpoint by itself"),
  JOURNAL_UNAVAILABLE("the journal could not be written and the loop did not act"),
  TWO_OPEN("two incidents were open at once"),
  APPROVED("a person approved a planned act"),
  ROLLED_BACK_AND_PROVEN("a roll-back was proven"),
  RESTARTED_OF_MANY("a restart of a roll-out was proven, and the next one could begin"),
  SURELY_HEALED("a healable fault with nothing in the way was healed without a person"),
  SURELY_ESCALATED("an unhealable fault with nothing in the way reached a person"),
  SURELY_UNTOUCHED("a seeming fault with nothing in the way was left alone"),
  SLOW_BLAMED("an instance was diagnosed that did nothing worse than answer slowly"),
  TOOK_EFFECT_LATE("an act that no answer came to changed the world later"),
  NODE_LOST("a node was lost with all that was on it"),
  NOTHING_HAPPENED("an episode passed without an incident");

  private final String sentence;

  Rare(String sentence) {
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }
}
