package com.trixtech.selfheal.shield.health;

/**
 * Looks at one part. Called in a virtual thread of its own, never twice at once; it may block, and
 * when it blocks for too long the part becomes unknown.
 */
@FunctionalInterface
public interface Check {
  /**
   * @throws Exception for "down"; its message is the reason
   */
  Finding look() throws Exception;
}
