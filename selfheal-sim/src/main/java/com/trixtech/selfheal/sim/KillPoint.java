package com.trixtech.selfheal.sim;

/** Between which two port calls the healer can be killed. */
public enum KillPoint {
  READING("before it reads the signals"),
  APPENDED("after an append, before anything else: the entry is lost"),
  TORN_FLUSH("while it flushes: a part is durable, and the rest is lost"),
  FLUSHED("after a flush, before anything else"),
  INTENT_WRITTEN("after an intent is durable, before the act"),
  REREADING("before it reads the target anew"),
  PERFORMING("in the act, before the actuator made its key durable"),
  KEY_WRITTEN("in the act, after the key is durable and before the effect"),
  EFFECT_DONE("in the act, after the effect and before its outcome is durable"),
  PERFORMED("after the act, before its report is appended"),
  RECALLING("before it asks what became of an act");

  private final String sentence;

  KillPoint(String sentence) {
    this.sentence = sentence;
  }

  public String sentence() {
    return sentence;
  }
}
