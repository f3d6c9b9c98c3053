package com.trixtech.selfheal.core.model;

/**
 * Why a workload ails. The order of declaration is the order of gravity: while an incident is open
 * its cause only moves towards the graver one, so that a passing glimpse of a lesser symptom does
 * not restart its ladder.
 */
public enum Cause {
  NOTHING_WRONG("NothingWrong", "every fresh signal is good"),
  SIGNALS_BLIND(
      "SignalsBlind",
      "the signals are too old or too few to tell anything; a blind healer does not act"),
  INSTANCE_NOT_READY(
      "InstanceNotReady", "one instance is not ready while its peers and dependencies are well"),
  INSTANCE_ERRORING(
      "InstanceErroring",
      "one instance answers with errors, or too slowly, while its peers do not"),
  INSTANCE_HUNG("InstanceHung", "one instance runs but does not answer while its peers do"),
  INSTANCE_CRASHED(
      "InstanceCrashed", "an instance ended by itself while its peers and dependencies are well"),
  OUT_OF_MEMORY("OutOfMemory", "an instance was ended for using more memory than its limit"),
  CRASH_LOOPING("CrashLooping", "an instance ends again and again soon after its start"),
  SHARED_CAUSE_UNKNOWN(
      "SharedCauseUnknown",
      "most instances ail at once, and neither a dependency nor a release explains it"),
  BAD_RELEASE(
      "BadRelease", "the instances of the new revision fail, and those of the one before did not"),
  DEPENDENCY_FAILED("DependencyFailed", "a workload that this one depends on has failed"),
  EXTERNAL_DEPENDENCY_FAILED(
      "ExternalDependencyFailed",
      "something outside that this workload depends on does not answer");

  private final String word;
  private final String sentence;

  Cause(String word, String sentence) {
    this.word = word;
    this.sentence = sentence;
  }

  /** The spelling of policies, journals and JSON, such as {@code BadRelease}. */
  public String word() {
    return word;
  }

  /** What the cause means, in one sentence. */
  public String sentence() {
    return sentence;
  }

  /** Whether it lies in single instances, so that treating one of them can help. */
  public boolean inInstances() {
    return switch (this) {
      case INSTANCE_NOT_READY,
          INSTANCE_ERRORING,
          INSTANCE_HUNG,
          INSTANCE_CRASHED,
          OUT_OF_MEMORY,
          CRASH_LOOPING ->
          true;
      case NOTHING_WRONG,
          SIGNALS_BLIND,
          SHARED_CAUSE_UNKNOWN,
          BAD_RELEASE,
          DEPENDENCY_FAILED,
          EXTERNAL_DEPENDENCY_FAILED ->
          false;
    };
  }

  /** What ails a single instance that shows this, where its peers are well. */
  public static Cause ofOne(Symptom symptom) {
    return switch (symptom) {
      case CRASH_LOOPING -> CRASH_LOOPING;
      case OUT_OF_MEMORY -> OUT_OF_MEMORY;
      case CRASHED -> INSTANCE_CRASHED;
      case HUNG -> INSTANCE_HUNG;
      case SLOW, ERRORING -> INSTANCE_ERRORING;
      case NOT_READY, NOT_STARTED -> INSTANCE_NOT_READY;
      case SIGNAL_LOST -> SIGNALS_BLIND;
      case NONE, STARTING, TERMINATING -> NOTHING_WRONG;
    };
  }
}
