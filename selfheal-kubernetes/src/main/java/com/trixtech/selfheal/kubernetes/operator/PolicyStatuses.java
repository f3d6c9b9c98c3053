package com.trixtech.selfheal.kubernetes.operator;

import com.trixtech.selfheal.core.Explanation;
import com.trixtech.selfheal.core.HealingLoop;
import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.model.Availability;
import com.trixtech.selfheal.core.model.Health;
import com.trixtech.selfheal.core.model.Pause;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import com.trixtech.selfheal.kubernetes.api.HealPolicyStatus;
import com.trixtech.selfheal.kubernetes.api.HealPolicyStatus.ConditionKind;
import com.trixtech.selfheal.kubernetes.api.PolicyPhase;
import com.trixtech.selfheal.kubernetes.objects.PauseWish;
import com.trixtech.selfheal.kubernetes.operator.PolicyBook.Page;
import com.trixtech.selfheal.manifest.policy.Mode;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Says what is done with each policy, as its status. Stateless. */
final class PolicyStatuses {
  private PolicyStatuses() {}

  static HealPolicyStatus of(Page page, HealingLoop loop, Instant now) {
    return switch (page) {
      case Page.Disabled disabled -> disabled(disabled, now);
      case Page.Followed followed ->
          loop.explain(followed.policy().target())
              .map(e -> followed(followed.object(), e, loop, now))
              .orElseGet(() -> unseen(followed, loop, now));
    };
  }

  private static HealPolicyStatus disabled(Page.Disabled page, Instant now) {
    return status(
        page.object(),
        PolicyPhase.Disabled,
        page.message(),
        List.of(
            condition(
                page.object(),
                ConditionKind.Ready,
                false,
                page.reason().word(),
                page.message(),
                now)));
  }

  private static HealPolicyStatus unseen(Page.Followed page, HealingLoop loop, Instant now) {
    String message = "there is no " + page.policy().target();
    return status(
        page.object(),
        paused(page.policy(), loop, now) ? PolicyPhase.Paused : PolicyPhase.Enabled,
        message,
        List.of(
            condition(page.object(), ConditionKind.Ready, false, "TargetNotFound", message, now),
            pausedCondition(page.object(), page.policy(), loop, now)));
  }

  private static HealPolicyStatus status(
      HealPolicy object, PolicyPhase phase, String summary, List<Condition> conditions) {
    return new HealPolicyStatus(
        object.getMetadata().getGeneration(),
        phase,
        null,
        summary,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        conditions);
  }

  private static HealPolicyStatus followed(
      HealPolicy object, Explanation explanation, HealingLoop loop, Instant now) {
    Policy policy = explanation.policy();
    Availability serving = explanation.health().availability();
    List<Incident> incidents =
        loop.incidents().stream().filter(i -> i.workload().equals(policy.target())).toList();
    boolean seen = explanation.health().health() != Health.UNKNOWN;
    boolean storm = refused(explanation, Verdict.Reason.STORM);
    boolean spent = explanation.actsUsed() >= policy.budget().maxActions();
    boolean escalated = explanation.phase() == Explanation.Phase.ESCALATED;
    String summary =
        String.join(
            "; ", explanation.whyNot().isEmpty() ? explanation.why() : explanation.whyNot());
    return new HealPolicyStatus(
        object.getMetadata().getGeneration(),
        phase(explanation, policy, loop, now, storm),
        Mode.valueOf(policy.mode().word()),
        summary,
        serving.desired(),
        serving.ready(),
        policy.budget().requiredHealthy(serving.desired()),
        Math.max(0, serving.disruptionsAllowed()),
        explanation.actsUsed(),
        policy.budget().maxActions(),
        (int) incidents.stream().filter(i -> i.closed().isEmpty()).count(),
        null,
        null,
        incidents.isEmpty() ? null : policy.target().name() + "-" + incidents.getLast().id(),
        List.of(
            condition(
                object,
                ConditionKind.Ready,
                seen,
                seen ? "SignalsFresh" : "SignalsStale",
                "%d of %d instances are ready".formatted(serving.ready(), serving.desired()),
                now),
            condition(object, ConditionKind.StormActive, storm, word(storm, "Storm"), "", now),
            condition(
                object,
                ConditionKind.BudgetExhausted,
                spent,
                word(spent, "BudgetExhausted"),
                "%d of %d acts are used"
                    .formatted(explanation.actsUsed(), policy.budget().maxActions()),
                now),
            condition(
                object,
                ConditionKind.EscalationRequired,
                escalated,
                word(escalated, "Escalated"),
                escalated ? summary : "",
                now),
            pausedCondition(object, policy, loop, now)));
  }

  private static boolean paused(Policy policy, HealingLoop loop, Instant now) {
    return policy.suspend() || pause(policy, loop, now).isPresent();
  }

  private static Condition pausedCondition(
      HealPolicy object, Policy policy, HealingLoop loop, Instant now) {
    if (policy.suspend()) {
      return condition(object, ConditionKind.Paused, true, "Suspended", "spec.suspend: true", now);
    }
    boolean unreadable =
        PauseWish.on(object, now).filter(PauseWish.Unreadable.class::isInstance).isPresent();
    return pause(policy, loop, now)
        .map(p ->
            condition(
                object,
                ConditionKind.Paused,
                true,
                unreadable ? "PauseUnreadable" : "Paused",
                unreadable
                    ? p.reason()
                    : "by %s until %s: %s".formatted(p.by(), p.until(), p.reason()),
                now))
        .orElseGet(() -> condition(object, ConditionKind.Paused, false, "NotPaused", "", now));
  }

  private static Optional<Pause> pause(Policy policy, HealingLoop loop, Instant now) {
    return loop.pauses().stream().filter(p -> p.holds(policy.target(), now)).findFirst();
  }

  private static String word(boolean on, String word) {
    return on ? word : "No" + word;
  }

  private static boolean refused(Explanation explanation, Verdict.Reason reason) {
    Verdict verdict = explanation.verdict();
    return explanation.phase() == Explanation.Phase.REFUSED
        && verdict != null
        && verdict.reason() == reason;
  }

  private static PolicyPhase phase(
      Explanation explanation, Policy policy, HealingLoop loop, Instant now, boolean storm) {
    if (paused(policy, loop, now)) {
      return PolicyPhase.Paused;
    }
    if (storm) {
      return PolicyPhase.Storm;
    }
    return switch (explanation.phase()) {
      case OBSERVING -> PolicyPhase.Starting;
      case WELL -> PolicyPhase.Enabled;
      // A roll-out and a platform that is short of instances are no incidents.
      case DIAGNOSING -> open(explanation) ? PolicyPhase.Remediating : PolicyPhase.Enabled;
      case AWAITING_PLATFORM, ACTING, PROVING, REFUSED -> PolicyPhase.Remediating;
      case ESCALATED -> PolicyPhase.Escalated;
    };
  }

  private static boolean open(Explanation explanation) {
    Incident incident = explanation.incident();
    return incident != null && incident.closed().isEmpty();
  }

  /** The time of the last change stays where nothing has changed. */
  private static Condition condition(
      HealPolicy object,
      ConditionKind kind,
      boolean holds,
      String reason,
      String message,
      Instant now) {
    String value = holds ? "True" : "False";
    Optional<Condition> before =
        Stream.ofNullable(object.getStatus())
            .flatMap(s -> s.conditions().stream())
            .filter(c -> kind.name().equals(c.getType()) && value.equals(c.getStatus()))
            .findFirst();
    return new ConditionBuilder()
        .withType(kind.name())
        .withStatus(value)
        .withReason(reason)
        .withMessage(message)
        .withObservedGeneration(object.getMetadata().getGeneration())
        .withLastTransitionTime(
            before
                .map(Condition::getLastTransitionTime)
                .filter(Objects::nonNull)
                .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString()))
        .build();
  }
}
