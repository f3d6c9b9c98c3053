package com.trixtech.selfheal.shield.rejection;

import java.time.Duration;

/**
 * The call was not made; the dependency was not asked, and nothing happened there.
 *
 * <p>Without a stack trace, and often one object for many rejections: rejecting must stay cheap
 * just when there is much to reject. The message is made when it is read. Immutable.
 */
public abstract sealed class CallRejected extends RuntimeException
    permits BreakerOpen, LimitReached, DeadlinePassed {
  private static final long serialVersionUID = 1;

  private final String name;

  CallRejected(String name) {
    super(null, null, false, false);
    this.name = name;
  }

  /** The shield, breaker or limit that rejected. */
  public final String name() {
    return name;
  }

  /** After how long asking again makes sense; zero when that is not known. */
  public abstract Duration retryAfter();

  /** What, its state, and for how long. */
  @Override
  public abstract String getMessage();
}
