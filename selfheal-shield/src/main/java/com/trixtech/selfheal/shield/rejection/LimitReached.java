package com.trixtech.selfheal.shield.rejection;

import java.time.Duration;
import java.util.function.IntSupplier;

/** As many calls are under way as the dependency was seen to bear: this one was shed. */
public final class LimitReached extends CallRejected {
  private static final long serialVersionUID = 1;

  private final transient IntSupplier limit;

  /**
   * @param limit the present limit, asked each time the exception is read
   */
  public LimitReached(String name, IntSupplier limit) {
    super(name);
    this.limit = limit;
  }

  /** Zero: a place is free as soon as any call ends. */
  @Override
  public Duration retryAfter() {
    return Duration.ZERO;
  }

  @Override
  public String getMessage() {
    return "limit %s: reached, now %d calls at once (the call was not made)"
        .formatted(name(), limit.getAsInt());
  }
}
