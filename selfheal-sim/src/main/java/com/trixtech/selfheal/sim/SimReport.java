package com.trixtech.selfheal.sim;

import com.trixtech.selfheal.core.journal.JournalEntry;
import java.time.Duration;
import java.util.List;

/**
 * One run.
 *
 * @param steps steps of the loop
 * @param virtual how much virtual time passed
 * @param script what was to happen, one line each
 * @param journal all that the healer wrote
 */
public record SimReport(
    Platform platform,
    long seed,
    int steps,
    Duration virtual,
    int incidents,
    List<Violation> violations,
    Sometimes sometimes,
    List<String> script,
    List<JournalEntry> journal) {

  private static final int TAIL = 60;

  public boolean passed() {
    return violations.isEmpty();
  }

  /** The command that runs the same again. */
  public String replay() {
    String on = platform == Platform.LOCAL ? "" : "--platform " + platform.word() + " ";
    return "./selfheal sim %s--seed %d".formatted(on, seed);
  }

  /** What a person needs to understand the run: the script, what broke, and the journal's end. */
  public String trace() {
    StringBuilder text = new StringBuilder();
    text.append(
        "seed %d: %d incidents in %s of virtual time, %d steps%n"
            .formatted(seed, incidents, virtual, steps));
    text.append("replay: ").append(replay()).append('\n');
    script.forEach(line -> text.append("  script  ").append(line).append('\n'));
    violations.forEach(v -> text.append("  BROKEN  ").append(v).append('\n'));
    journal.stream()
        .skip(Math.max(0, journal.size() - TAIL))
        .forEach(entry -> text.append("  journal ").append(entry).append('\n'));
    return text.toString();
  }
}
