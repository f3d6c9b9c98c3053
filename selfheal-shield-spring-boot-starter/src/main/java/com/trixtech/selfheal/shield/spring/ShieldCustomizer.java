package com.trixtech.selfheal.shield.spring;

import com.trixtech.selfheal.shield.ShieldBuilder;
import com.trixtech.selfheal.shield.retry.RetryPolicy;

/**
 * Says of a shield what properties cannot: which exceptions and answers are failures, and what may
 * be tried again. A bean of the application; called once for each shield when it is made, before
 * the properties are applied, so what a property says wins. Ordered beans are called in their
 * order.
 */
public interface ShieldCustomizer {
  /**
   * @param name the shield's, as the properties say it
   */
  default void shield(String name, ShieldBuilder builder) {}

  /** Called only where properties under {@code retry} are there. */
  default void retry(String name, RetryPolicy.Builder builder) {}
}
