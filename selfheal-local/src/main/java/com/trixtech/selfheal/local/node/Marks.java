package com.trixtech.selfheal.local.node;

/**
 * The variables by which a process of a state directory is found again whose pid was never written
 * down. {@link #STATE} alone says nothing: a person may have set it.
 */
public final class Marks {
  /** The state directory, absolute and normalized. */
  public static final String STATE = "SELFHEAL_STATE";

  /** The uid of the instance that the process belongs to. */
  public static final String INSTANCE = "SELFHEAL_INSTANCE";

  /** Which part of the machinery it is: {@code healer}, {@code proxy} or {@code prepare}. */
  public static final String PART = "SELFHEAL_PART";

  private Marks() {}
}
