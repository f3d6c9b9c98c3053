package com.trixtech.selfheal.sim;

/**
 * How long things take on a platform, in milliseconds; a span is mostly near its shorter end. A
 * cluster's probes, grace and request time-out are those of {@code deploy/kubernetes} and of the
 * operator, its back-off is kubelet's.
 */
enum Delay {
  READINESS_PROBE("between two readiness probes", Span.of(1_000), Span.of(5_000)),
  LIVENESS_PROBE("between two liveness probes", Span.of(1_000), Span.of(10_000)),
  KILL(
      "until a hung process is gone that its probe condemned", Span.of(0), Span.of(25_000, 30_000)),
  GRACE("until an instance is gone that was told to end", Span.of(1_000), Span.of(1_000, 10_000)),
  PLACING(
      "until a new instance's process begins: scheduling, image, container",
      Span.of(0),
      Span.of(500, 20_000)),
  ROLL_OUT("until a changed workload's new instances are made", Span.of(0), Span.of(500, 3_000)),
  BUDGET("until the disruption budget's status is right", Span.of(0), Span.of(500, 2_000)),
  WATCH("that a watch lags, in one of 25 looks", Span.of(0), Span.of(500, 5_000)),
  BACK_OFF(
      "of running, after which restart back-off begins anew",
      Span.of(Long.MAX_VALUE),
      Span.of(600_000)),
  SILENCE("that an act waits for an answer that does not come", Span.of(0), Span.of(4_000)),
  LATE_EFFECT("until such an act takes effect, if it does", Span.of(0), Span.of(0, 30_000)),
  HEAD_START("that a new world has before the healer begins", Span.of(20_000), Span.of(60_000)),
  SETTLING("that it has before anything goes wrong", Span.of(30_000), Span.of(120_000));

  private final String sentence;
  private final Span local;
  private final Span kubernetes;

  /** From shortest to longest. */
  record Span(long shortest, long longest) {
    static Span of(long always) {
      return new Span(always, always);
    }

    static Span of(long shortest, long longest) {
      return new Span(shortest, longest);
    }

    /** For people. */
    String text() {
      if (longest == 0) {
        return "none";
      }
      if (shortest == Long.MAX_VALUE) {
        return "never";
      }
      return shortest == longest ? seconds(longest) : seconds(shortest) + " to " + seconds(longest);
    }

    private static String seconds(long millis) {
      return (millis % 1_000 == 0 ? "%.0f s" : "%.1f s").formatted(millis / 1_000.0);
    }
  }

  Delay(String sentence, Span local, Span kubernetes) {
    this.sentence = sentence;
    this.local = local;
    this.kubernetes = kubernetes;
  }

  Span on(Platform platform) {
    return switch (platform) {
      case LOCAL -> local;
      case KUBERNETES -> kubernetes;
    };
  }

  String sentence() {
    return sentence;
  }
}
