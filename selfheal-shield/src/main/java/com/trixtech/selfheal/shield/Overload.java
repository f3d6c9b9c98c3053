package com.trixtech.selfheal.shield;

import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which ends of a call mean that the dependency has too much to do: the limit shrinks for them.
 * Immutable.
 */
record Overload(Predicate<Throwable> thrown, Predicate<@Nullable Object> result) {
  static final Overload DEFAULT = new Overload(Overload::timedOut, _ -> false);

  private static boolean timedOut(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof CallTimedOut
          || t instanceof HttpTimeoutException
          || t instanceof SocketTimeoutException
          || t instanceof TimeoutException) {
        return true;
      }
    }
    return false;
  }
}
