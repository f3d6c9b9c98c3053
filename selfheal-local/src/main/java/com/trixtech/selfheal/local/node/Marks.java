package com.trixtech.selfheal.local.node;

/**
 * The variables by which a process of a runtime is found again whose pid was never written down.
 */
final class Marks {
  static final String STATE = "SELFHEAL_STATE";
  static final String INSTANCE = "SELFHEAL_INSTANCE";

  private Marks() {}
}
