package com.trixtech.selfheal.local.controllers;

/** The answer to an eviction, with the Eviction API's meaning. */
public sealed interface Eviction {
  /** What it says to people, numbers included. */
  String detail();

  /** It goes (or would go, in a dry run). */
  record Allowed(String detail) implements Eviction {}

  /** The budget does not allow it now (429). */
  record Refused(BudgetStatus budget) implements Eviction {
    @Override
    public String detail() {
      return "the disruption budget %s needs %d healthy pods and has %d"
          .formatted(budget.name(), budget.desiredHealthy(), budget.currentHealthy());
    }
  }

  /** More than one budget chooses the instance, which the Eviction API does not support (500). */
  record Misconfigured(String detail) implements Eviction {}

  /** No instance has this uid, or none any more (404). */
  record NotFound(String detail) implements Eviction {}
}
