package com.trixtech.selfheal.drill.evidence;

import java.time.Instant;

/**
 * One line of a drill's timeline.
 *
 * @param step {@code fault}, {@code platform}, {@code traffic}, {@code healer}, {@code drill}, or
 *     the loop's step that wrote it in the journal
 */
public record Event(Instant at, String step, String text) {}
