package com.trixtech.selfheal.shield.health;

import java.time.Duration;
import java.util.Optional;

/**
 * What is known of a part now. Immutable.
 *
 * @param finding unknown when the last look is too old
 * @param age time since the last look ended; empty when there was none
 * @param lasting for how long the condition has been this one
 * @param failures looks that found it down, since the start
 */
public record CheckResult(
    String name, Finding finding, Optional<Duration> age, Duration lasting, long failures) {}
