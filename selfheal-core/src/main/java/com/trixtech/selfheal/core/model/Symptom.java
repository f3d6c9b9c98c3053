package com.trixtech.selfheal.core.model;

/**
 * What is seen on one instance. A symptom is not a cause: the same symptom needs opposite remedies.
 */
public enum Symptom {
  NONE("nothing wrong is seen", Health.HEALTHY),
  STARTING("it starts for the first time and is within its start-up budget", Health.HEALTHY),
  TERMINATING("it is being stopped on purpose", Health.HEALTHY),
  SIGNAL_LOST("its last signal is older than the policy's freshness", Health.UNKNOWN),
  NOT_READY("it runs, but its readiness probe fails", Health.DEGRADED),
  SLOW(
      "it says that it is ready, and answers more slowly than the service level allows",
      Health.DEGRADED),
  ERRORING("it says that it is ready, and answers with errors", Health.DEGRADED),
  NOT_STARTED("it did not come up within its start-up budget", Health.FAILED),
  HUNG("it runs, but does not answer", Health.FAILED),
  CRASHED("it ended by itself and is not ready again", Health.FAILED),
  OUT_OF_MEMORY("it was ended for using more memory than its limit", Health.FAILED),
  CRASH_LOOPING("it ends again and again soon after its start", Health.FAILED);

  private final String sentence;
  private final Health health;

  Symptom(String sentence, Health health) {
    this.sentence = sentence;
    this.health = health;
  }

  /** One sentence, without a subject, that completes "it …" for a reader. */
  public String sentence() {
    return sentence;
  }

  /** The health that an instance with this symptom has. */
  public Health health() {
    return health;
  }

  /** Whether the instance needs anything at all. */
  public boolean ails() {
    return health != Health.HEALTHY;
  }

  /** Whether it runs and is ready, and only its answers are bad or late. */
  public boolean inAnswers() {
    return this == SLOW || this == ERRORING;
  }

  /** Whether the symptom is a fact by itself (a process ended) and not a sample that may lie. */
  public boolean definitive() {
    return switch (this) {
      case CRASHED, OUT_OF_MEMORY, CRASH_LOOPING, NOT_STARTED, TERMINATING -> true;
      case NONE, STARTING, SIGNAL_LOST, NOT_READY, SLOW, ERRORING, HUNG -> false;
    };
  }
}
