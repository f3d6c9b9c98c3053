package com.trixtech.selfheal.manifest.policy;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A window that opens on a schedule. Immutable. */
public record Maintenance(
    @Field("What the window does.") WindowKind kind,
    @Field("When it opens: a cron expression of five fields.") Cron schedule,
    @Field("How long it stays open.") Duration duration,
    @Field(value = "The time zone of the schedule.", byDefault = "UTC") ZoneId timeZone) {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  /**
   * Reads a five-field cron expression.
   *
   * @throws IllegalArgumentException {@code value (expected: …)} when it is none
   */
  public static Cron parseSchedule(String text) {
    try {
      return PARSER.parse(text).validate();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          text + " (expected: five cron fields such as 0 2 * * SUN)", e);
    }
  }

  /** Whether the window is open; its first instant is inside, its last one is not. */
  public boolean isOpenAt(Instant now) {
    // One nanosecond on, because the library's "last execution" is strictly before.
    return ExecutionTime.forCron(schedule)
        .lastExecution(now.plusNanos(1).atZone(timeZone))
        .filter(opened -> now.isBefore(opened.toInstant().plus(duration)))
        .isPresent();
  }
}
