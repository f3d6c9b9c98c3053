package com.trixtech.selfheal.core.testing;

/**
 * Ends the healer at its n-th passage through a port: the passages before and after every call are
 * counted, so a run over all n covers every gap between two effects. Not thread-safe.
 */
public final class KillSwitch {
  private int passages;
  private int killAt = Integer.MAX_VALUE;

  /** The healer's process ended. An Error, as no step may catch it. */
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed(String where) {
      super(where);
    }
  }

  public void killAt(int passage) {
    killAt = passage;
  }

  public int passages() {
    return passages;
  }

  void pass(String where) {
    passages++;
    if (passages == killAt) {
      throw new Killed(where);
    }
  }
}
