package com.trixtech.selfheal.kubernetes.act;

import java.util.Optional;

/**
 * Says whether this process may still act. Asked right before each mutation, and asks the API
 * server itself: a leader that was asleep does not know that it is none any more.
 */
@FunctionalInterface
public interface Fence {
  /** Nobody else acts here: for a process that is alone by other means, such as a test. */
  Fence ALONE = Optional::empty;

  /** Why this process may not act; empty where it may. */
  Optional<String> closed();
}
