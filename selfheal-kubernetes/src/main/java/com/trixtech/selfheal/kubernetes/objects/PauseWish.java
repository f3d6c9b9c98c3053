package com.trixtech.selfheal.kubernetes.objects;

import com.trixtech.selfheal.core.model.Pause;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A person's wish that nothing be begun for a while, as an annotation of the HealPolicy: when it
 * ends, a space, and why, such as {@code 2026-11-29T14:00:00Z load test}. Whoever writes it with
 * kubectl or into a file of a GitOps tool can read it, and nobody has to take it away again. It has
 * the limits of a pause on one machine. What cannot be read is a wish too: to be on the safe side.
 */
public sealed interface PauseWish {
  /** The annotation of a HealPolicy. */
  String ANNOTATION = "selfheal.trixtech.com/paused";

  /** The annotation beside it that says who paused, as the API server knows them. */
  String BY = "selfheal.trixtech.com/paused-by";

  /** What {@link #ANNOTATION} has to say, for messages. */
  String EXPECTED =
      "an end at most %d days ahead and a reason, such as 2026-11-29T14:00:00Z load test"
          .formatted(Pause.LONGEST.toDays());

  /** The clocks of whoever wrote it and of whoever reads it may differ by so much. */
  Duration SKEW = Duration.ofMinutes(1);

  /** It is written into the journal, and the journal is bounded. */
  int LONGEST_TEXT = 1024;

  /** Who wishes it, for people. */
  String by();

  /** One that can be read; it may have ended. */
  record Until(Instant until, String reason, String by) implements PauseWish {
    /** Whether it holds at that time. */
    public boolean holds(Instant now) {
      return now.isBefore(until);
    }
  }

  /** One that cannot be read. It holds until somebody mends it, or takes it away. */
  record Unreadable(String text, String by) implements PauseWish {
    /** What is wrong, and what was expected, in one line. */
    public String sentence() {
      return "%s: \"%s\" (expected: %s)".formatted(ANNOTATION, text, EXPECTED);
    }
  }

  /** The annotation's value; the inverse of {@link #on}. */
  static String text(Instant until, String reason) {
    return until + " " + reason.strip().replaceAll("\\s+", " ");
  }

  /** The wish on this policy; empty where it has none. */
  static Optional<PauseWish> on(HasMetadata policy, Instant now) {
    return Marks.annotation(policy, ANNOTATION)
        .map(text -> read(text.strip(), Marks.author(policy, BY), now));
  }

  private static PauseWish read(String text, String by, Instant now) {
    String[] parts = text.split("\\s+", 2);
    if (parts.length == 2 && text.length() <= LONGEST_TEXT) {
      try {
        Instant until = OffsetDateTime.parse(parts[0]).toInstant();
        if (!until.isAfter(now.plus(Pause.LONGEST).plus(SKEW))) {
          return new Until(until, parts[1], by);
        }
      } catch (DateTimeException unreadable) {
        return cut(text, by);
      }
    }
    return cut(text, by);
  }

  private static Unreadable cut(String text, String by) {
    int shown = 80;
    return new Unreadable(text.length() > shown ? text.substring(0, shown) + "…" : text, by);
  }
}
