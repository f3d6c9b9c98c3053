package com.trixtech.selfheal.kubernetes.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import com.trixtech.selfheal.kubernetes.api.RemediationPhase;
import com.trixtech.selfheal.kubernetes.testing.Specs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An annotation allows the act that it names, and no other. */
class ApprovalsTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final WorkloadRef BACKEND =
      new WorkloadRef("booking", WorkloadRef.Kind.DEPLOYMENT, "backend");
  private static final Remedy REPLACE =
      new Remedy.Replace(new InstanceRef(BACKEND, "backend-1", "uid-1"));
  private static final String NAMED = "i-0001/1 InstanceHung: Replace backend-1";

  private static Incident judged(Verdict.Reason reason) {
    return judged(reason, Cause.INSTANCE_HUNG, REPLACE);
  }

  private static Incident judged(Verdict.Reason reason, Cause cause, Remedy remedy) {
    Incident incident =
        new Incident(new JournalEntry.IncidentOpened(NOW, "i-0001", BACKEND, cause, NOW, null, 0));
    incident.apply(new JournalEntry.Planned(NOW, "i-0001", 0, remedy, "it answers"));
    incident.apply(
        new JournalEntry.Judged(NOW, "i-0001", remedy, new Verdict(reason, "mode Approve", null)));
    return incident;
  }

  private static List<String> given(String target, @Nullable String annotation, Incident incident) {
    return annotated(
        target, annotation == null ? Map.of() : Map.of(Approvals.ANNOTATION, annotation), incident);
  }

  private static List<String> annotated(
      String target, Map<String, String> annotations, Incident incident) {
    HealPolicy policy =
        Specs.policy(
            "booking",
            "one",
            "{targetRef: {kind: Deployment, name: %s}, mode: Approve}".formatted(target));
    policy.getMetadata().setAnnotations(annotations);
    List<String> given = new ArrayList<>();
    Approvals.give(
        PolicyBook.of(List.of(policy), Mode.ENFORCE).followed(),
        List.of(incident),
        (id, by) -> given.add(id + " by " + by));
    return given;
  }

  @Test
  void theActThatIsNamedIsAllowed() {
    assertThat(given("backend", " " + NAMED + "\n", judged(Verdict.Reason.AWAITING_APPROVAL)))
        .containsExactly("i-0001 by whoever annotated HealPolicy one");
  }

  @Test
  void whoAllowedItIsWhomTheAnnotationBesideItNames() {
    Incident waiting = judged(Verdict.Reason.AWAITING_APPROVAL);

    assertThat(
            annotated(
                "backend",
                Map.of(Approvals.ANNOTATION, NAMED, Approvals.BY, "ada@example.org"),
                waiting))
        .containsExactly("i-0001 by ada@example.org");
    assertThat(
            annotated(
                "backend",
                Map.of(Approvals.ANNOTATION, NAMED, Approvals.BY, "a".repeat(9999)),
                waiting))
        .singleElement()
        .satisfies(by -> assertThat(by).hasSizeLessThan(300));
  }

  @Test
  void withoutAnAnnotationOrWithThatOfAnotherActNothingIs() {
    Incident waiting = judged(Verdict.Reason.AWAITING_APPROVAL);

    assertThat(given("backend", null, waiting)).isEmpty();
    assertThat(given("backend", "i-0001", waiting)).isEmpty();
    assertThat(given("backend", "i-0001/2 InstanceHung: Replace backend-1", waiting)).isEmpty();
    assertThat(given("backend", "i-0001/1 InstanceHung: Replace backend-2", waiting)).isEmpty();
  }

  @Test
  void whatWasAllowedForOneCauseIsNotAllowedForAnother() {
    Incident graver = judged(Verdict.Reason.AWAITING_APPROVAL, Cause.CRASH_LOOPING, REPLACE);

    assertThat(given("backend", NAMED, graver)).isEmpty();
    assertThat(given("backend", "i-0001/1 CrashLooping: Replace backend-1", graver)).hasSize(1);
  }

  @Test
  void aRollBackIsAllowedToTheRevisionThatWasShownAlone() {
    Incident waiting =
        judged(
            Verdict.Reason.AWAITING_APPROVAL,
            Cause.BAD_RELEASE,
            new Remedy.RollBack(BACKEND, "rev-3", "rev-2"));

    assertThat(given("backend", "i-0001/1 BadRelease: RollBack backend", waiting)).isEmpty();
    assertThat(
            given("backend", "i-0001/1 BadRelease: RollBack backend from rev-3 to rev-1", waiting))
        .isEmpty();
    assertThat(
            given("backend", "i-0001/1 BadRelease: RollBack backend from rev-3 to rev-2", waiting))
        .hasSize(1);
  }

  @Test
  void aPolicySpeaksForItsOwnTargetAlone() {
    assertThat(given("frontend", NAMED, judged(Verdict.Reason.AWAITING_APPROVAL))).isEmpty();
  }

  @Test
  void whatIsRefusedForAnotherReasonIsNotAllowedByIt() {
    assertThat(given("backend", NAMED, judged(Verdict.Reason.MIN_HEALTHY))).isEmpty();
  }

  @Test
  void theRemediationSaysHowToAllowIt() {
    var status = RemediationStatuses.of(judged(Verdict.Reason.AWAITING_APPROVAL));

    assertThat(status.phase()).isEqualTo(RemediationPhase.AwaitingApproval);
    assertThat(status.summary())
        .endsWith(
            "to allow it, annotate its HealPolicy with"
                + " selfheal.trixtech.com/approve='i-0001/1 InstanceHung: Replace backend-1'");
  }
}
