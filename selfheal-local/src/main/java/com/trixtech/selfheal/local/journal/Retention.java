package com.trixtech.selfheal.local.journal;

import java.time.Duration;

/**
 * How much history is kept. When more than {@code files} closed files are there, each older one
 * whose last entry is older than {@code age} shrinks to what still stands ({@link Standing}), and
 * goes when nothing does. No entry of an open incident is ever lost.
 *
 * @param bytes size from which the current file is closed and another begun
 * @param files closed files that are kept whole
 * @param age what is younger is always kept: rate limits and recurrences look back
 */
public record Retention(long bytes, int files, Duration age) {

  /** 1 MiB a file and eight of them: months of a quiet system, days of a very busy one. */
  public static final Retention DEFAULT = new Retention(1L << 20, 8, Duration.ofDays(1));

  public Retention {
    if (bytes < 1 || files < 0 || age.isNegative()) {
      throw new IllegalArgumentException(
          "retention: bytes=%d files=%d age=%s (expected: bytes >= 1, files >= 0, age >= PT0S)"
              .formatted(bytes, files, age));
    }
  }
}
