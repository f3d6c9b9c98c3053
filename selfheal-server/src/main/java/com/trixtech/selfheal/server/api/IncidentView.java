package com.trixtech.selfheal.server.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One incident, from its journal.
 *
 * @param target the instance that ails, or the workload where no single one does
 * @param outcome {@code Open}, {@code Escalated}, or how it ended, such as {@code Recovered}
 * @param openedAt when the first symptom was seen
 * @param detectedAt when the healer had a diagnosis
 * @param recoveredAt from when on everything was good; null while it is open
 * @param workload such as {@code Deployment/trixtech-backend}
 */
public record IncidentView(
    String id,
    String target,
    String cause,
    List<RemedyView> remedies,
    String outcome,
    Instant openedAt,
    @Nullable Instant detectedAt,
    @Nullable Instant recoveredAt,
    String workload,
    List<String> evidence,
    List<Rejected> rejected,
    List<Line> timeline) {

  public IncidentView {
    remedies = List.copyOf(remedies);
    evidence = List.copyOf(evidence);
    rejected = List.copyOf(rejected);
    timeline = List.copyOf(timeline);
  }

  /**
   * One remedy that was planned.
   *
   * @param verdict what the guard said last, such as {@code Admitted}
   * @param outcome {@code Planned}, {@code Refused}, {@code Verifying}, {@code Recovered}, {@code
   *     NotRecovered}, {@code Inconclusive}, {@code Failed}
   * @param at when it was done, or last judged where it was not
   */
  public record RemedyView(
      String remedy, String target, String verdict, String outcome, Instant at) {}

  /** A cause that was considered, and why it was not believed. */
  public record Rejected(String cause, String why) {}

  /** One line of the journal in words; {@code step} is the loop's step that wrote it. */
  public record Line(Instant at, String step, String text) {}

  public boolean open() {
    return recoveredAt == null && (outcome.equals("Open") || outcome.equals("Escalated"));
  }
}
