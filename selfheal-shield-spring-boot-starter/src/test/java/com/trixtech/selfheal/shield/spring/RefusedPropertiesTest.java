package com.trixtech.selfheal.shield.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** What stops the start, and what it says. */
class RefusedPropertiesTest {
  private static List<String> refused(String... properties) {
    Throwable thrown =
        catchThrowable(() -> {
          try (var shop = new RunningShop(properties)) {
            shop.get("/health");
          }
        });
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof PropertyRefused refused) {
        return refused.problems();
      }
    }
    return fail("%s: started (expected: refused)", Arrays.toString(properties));
  }

  private static String call(String property) {
    return "selfheal.shield.calls.card-payment." + property;
  }

  /** 0 is 0. */
  @Test
  void zeroIsNotTheDefault() {
    assertThat(refused(call("breaker.failure-threshold=0")))
        .singleElement()
        .asString()
        .startsWith(call("breaker.failure-threshold: 0 (expected: 1 to 1000) in "))
        .contains("commandLineArgs");
    assertThat(refused(call("retry.attempts=0")))
        .singleElement()
        .asString()
        .startsWith("selfheal.shield.calls.card-payment.retry.attempts: 0")
        .contains("expected: 1 to 10");
    assertThat(refused(call("limit.minimum=0")))
        .singleElement()
        .asString()
        .startsWith("selfheal.shield.calls.card-payment.limit.minimum: 0")
        .contains("expected: 1 or more");
    assertThat(refused("selfheal.shield.retry-budget.ratio=1.5"))
        .singleElement()
        .asString()
        .startsWith("selfheal.shield.retry-budget.ratio: 1.5")
        .contains("expected: 0 to 1");
  }

  @Test
  void aCallWithoutADeadlineIsRefused() {
    assertThat(refused("selfheal.shield.calls.search.attempt-timeout=1s"))
        .singleElement()
        .asString()
        .startsWith("selfheal.shield.calls.search.deadline: none (expected: ")
        .contains("a call without an end hangs for ever");
  }

  @Test
  void valuesThatContradictEachOtherAreBothNamed() {
    assertThat(
            refused(
                call("breaker.recovery-timeout=10s"), call("breaker.longest-recovery-timeout=5s")))
        .anyMatch(p -> p.startsWith(call("breaker.longest-recovery-timeout: 5s")))
        .anyMatch(p -> p.startsWith(call("breaker.recovery-timeout: 10s")));
  }

  @Test
  void aValueThatCannotBeReadIsRefusedWithTheFormThatCan() {
    assertThat(refused(call("deadline=soon")))
        .singleElement()
        .asString()
        .startsWith(call("deadline: soon (expected: a time such as 3s, 250ms or PT3S)"));
    assertThat(refused(call("breaker.mode=off")))
        .singleElement()
        .asString()
        .contains("off (expected: one of automatic, metrics-only, forced-open, forced-closed)");
    assertThat(refused(call("breaker.trials=some")))
        .singleElement()
        .asString()
        .contains("some (expected: a whole number)");
  }

  /** the guide's pool had options that nobody knew, and nobody said so. */
  @Test
  void anUnknownPropertyIsRefusedWithTheNearestKnownOne() {
    assertThat(refused(call("breaker.failure-treshold=3"), call("retrys.attempts=2")))
        .anyMatch(p ->
            p.startsWith(
                call("breaker.failure-treshold: unknown (expected: perhaps ")
                    + call("breaker.failure-threshold)")))
        .anyMatch(p ->
            p.startsWith(
                call("retrys.attempts: unknown (expected: perhaps ") + call("retry.attempts)")));
    assertThat(refused("selfheal.shield.magic=yes"))
        .singleElement()
        .asString()
        .contains("unknown (expected: one of selfheal.shield.calls.*.deadline, ");
  }

  @Test
  void anIndicatorThatIsNotThereIsRefused() {
    assertThat(refused("selfheal.shield.health.checks.wharehouse=ready"))
        .singleElement()
        .asString()
        .contains("health.checks.wharehouse", "no such health indicator", "warehouse");
  }

  @Test
  void theRefusalIsShownAsBootShowsItsOwn() {
    var analyzer = new PropertyRefusedAnalyzer();
    var analysis =
        analyzer.analyze(
            new IllegalStateException(
                new PropertyRefused(List.of("a: 0 (expected: 1)"), new RuntimeException("cause"))));
    assertThat(analysis)
        .extracting(FailureAnalysis::getDescription)
        .asString()
        .contains("a: 0 (expected: 1)");
  }

  @Test
  void editorsKnowEveryPropertyAndWhatItMeans() throws IOException {
    try (var in =
        ShieldProperties.class.getResourceAsStream(
            "/META-INF/spring-configuration-metadata.json")) {
      assertThat(in).isNotNull();
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .contains(
              "\"selfheal.shield.retry-budget.ratio\"",
              "\"selfheal.shield.health.cadence\"",
              "\"selfheal.shield.calls\"",
              "how often each check looks");
    }
  }
}
