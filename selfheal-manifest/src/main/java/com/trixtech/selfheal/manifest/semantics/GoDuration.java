package com.trixtech.selfheal.manifest.semantics;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Go writes them, which is how Kubernetes users write them: {@code 300ms}, {@code
 * 1m30s}, {@code 1.5h}, {@code 0}. Stateless.
 */
public final class GoDuration {
  private static final Pattern PART =
      Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns",
          1L,
          "us",
          1_000L,
          "µs",
          1_000L,
          "μs",
          1_000L,
          "ms",
          1_000_000L,
          "s",
          1_000_000_000L,
          "m",
          60_000_000_000L,
          "h",
          3_600_000_000_000L);

  private GoDuration() {}

  /**
   * Parses one duration.
   *
   * @throws IllegalArgumentException {@code value (expected: …)} when the text is not one, or does
   *     not fit 64-bit nanoseconds as in Go
   */
  public static Duration parse(String text) {
    boolean negative = text.startsWith("-");
    String rest = negative || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return Duration.ZERO;
    }
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher part = PART.matcher(rest);
    int end = 0;
    while (end < rest.length() && part.find(end) && part.start() == end) {
      long unit = NANOS.getOrDefault(part.group(2), 0L);
      String number = part.group(1).startsWith(".") ? "0" + part.group(1) : part.group(1);
      nanos = nanos.add(new BigDecimal(number).multiply(BigDecimal.valueOf(unit)));
      end = part.end();
    }
    if (rest.isEmpty() || end != rest.length()) {
      throw new IllegalArgumentException(
          text + " (expected: a duration such as 300ms, 10s, 1m30s or 2h)");
    }
    if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException(text + " (expected: at most about 292 years)");
    }
    Duration parsed = Duration.ofNanos(nanos.longValue());
    return negative ? parsed.negated() : parsed;
  }

  /** The shortest Go spelling of a duration: {@code 1m30s}, {@code 250ms}, {@code 0s}. */
  public static String format(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    if (duration.isNegative()) {
      return "-" + format(duration.negated());
    }
    long nanos = duration.toNanos();
    if (nanos < 1_000_000_000L) {
      return plain(BigDecimal.valueOf(nanos, 6)) + "ms";
    }
    StringBuilder out = new StringBuilder();
    if (duration.toHours() > 0) {
      out.append(duration.toHours()).append('h');
    }
    if (duration.toMinutesPart() > 0) {
      out.append(duration.toMinutesPart()).append('m');
    }
    BigDecimal seconds = BigDecimal.valueOf(nanos % 60_000_000_000L, 9);
    if (seconds.signum() > 0) {
      out.append(plain(seconds)).append('s');
    }
    return out.toString();
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
