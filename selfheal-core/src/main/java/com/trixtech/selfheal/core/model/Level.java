package com.trixtech.selfheal.core.model;

/**
 * What clients have seen of one instance within the policy's window, against its service level. The
 * order of declaration is the order of strength as proof.
 */
public enum Level {
  /** Too few requests came, nobody measures them, or what was measured is old. */
  UNKNOWN,
  /** Too many requests failed, or the answers were too late. */
  BROKEN,
  /** Few enough requests failed; whether the answers come in time could not be judged. */
  FEW_ERRORS,
  /** All that the policy judges is good. */
  MET
}
