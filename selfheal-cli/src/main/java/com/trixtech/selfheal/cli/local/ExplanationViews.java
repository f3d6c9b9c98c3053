package com.trixtech.selfheal.cli.local;

import com.trixtech.selfheal.cli.views.IncidentViews;
import com.trixtech.selfheal.core.Explanation;
import com.trixtech.selfheal.core.HealingLoop;
import com.trixtech.selfheal.core.diagnosis.Diagnosis;
import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.model.Availability;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.Policy.Budget;
import com.trixtech.selfheal.server.api.Explanation.BudgetNumbers;
import com.trixtech.selfheal.server.api.Explanation.DiagnosisView;
import com.trixtech.selfheal.server.api.Explanation.PhaseView;
import com.trixtech.selfheal.server.api.IncidentView;
import org.jspecify.annotations.Nullable;

/** Shows why the loop acts on a workload and why not. */
final class ExplanationViews {
  private ExplanationViews() {}

  static com.trixtech.selfheal.server.api.Explanation of(
      Explanation explanation, HealingLoop loop) {
    Incident incident = explanation.incident();
    Verdict verdict = explanation.verdict();
    return new com.trixtech.selfheal.server.api.Explanation(
        explanation.health().workload().toString(),
        explanation.health().health().word(),
        explanation.phase().underWay(),
        explanation.why(),
        explanation.whyNot(),
        diagnosis(explanation.diagnosis()),
        budget(explanation, loop, verdict),
        incident == null ? null : IncidentViews.verdict(incident).orElse(null),
        new PhaseView(explanation.phase().word(), explanation.phase().sentence()));
  }

  private static @Nullable DiagnosisView diagnosis(Diagnosis diagnosis) {
    return diagnosis.cause() == Cause.NOTHING_WRONG
        ? null
        : new DiagnosisView(
            diagnosis.cause().word(),
            diagnosis.evidence(),
            diagnosis.rejected().stream()
                .map(r -> new IncidentView.Rejected(r.cause().word(), r.why()))
                .toList());
  }

  private static BudgetNumbers budget(
      Explanation explanation, HealingLoop loop, @Nullable Verdict verdict) {
    Availability serving = explanation.health().availability();
    Budget budget = explanation.policy().budget();
    long inFlight =
        loop.incidents().stream()
            .filter(i -> i.workload().equals(explanation.health().workload()))
            .filter(i -> i.stage() == Incident.Stage.PROVING)
            .count();
    return new BudgetNumbers(
        explanation.policy().mode().word(),
        serving.desired(),
        serving.ready(),
        serving.unavailable(),
        budget.allowedUnavailable(serving.desired()),
        budget.requiredHealthy(serving.desired()),
        (int) inFlight,
        budget.maxInFlight(),
        explanation.actsUsed(),
        budget.maxActions(),
        budget.window().toSeconds(),
        serving.disruptionsAllowed(),
        verdict == null ? null : verdict.notBefore());
  }
}
