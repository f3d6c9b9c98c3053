package com.trixtech.selfheal.shield.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows a refused property as Boot shows its own mistakes: without a stack trace. */
final class PropertyRefusedAnalyzer extends AbstractFailureAnalyzer<PropertyRefused> {
  @Override
  protected FailureAnalysis analyze(Throwable root, PropertyRefused cause) {
    return new FailureAnalysis(
        "The shield cannot be made as the properties say:\n\n    "
            + String.join("\n    ", cause.problems()),
        "Change the properties; each of them is described in docs/shield-spring-boot.md.",
        cause);
  }
}
