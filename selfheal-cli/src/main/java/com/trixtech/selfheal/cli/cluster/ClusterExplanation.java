package com.trixtech.selfheal.cli.cluster;

import com.trixtech.selfheal.cli.cluster.Seen.Watched;
import com.trixtech.selfheal.cli.views.IncidentViews;
import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.kubernetes.api.HealPolicyStatus;
import com.trixtech.selfheal.kubernetes.api.PolicyPhase;
import com.trixtech.selfheal.manifest.policy.LoopPolicies;
import com.trixtech.selfheal.manifest.policy.Mode;
import com.trixtech.selfheal.server.api.Explanation;
import com.trixtech.selfheal.server.api.Explanation.BudgetNumbers;
import com.trixtech.selfheal.server.api.Explanation.DiagnosisView;
import com.trixtech.selfheal.server.api.Explanation.PhaseView;
import com.trixtech.selfheal.server.api.IncidentView;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why the operator acts on a policy's target, and why it does not. Pure. */
final class ClusterExplanation {
  private ClusterExplanation() {}

  static Explanation of(Watched watched, Seen seen, ClusterStatus statuses) {
    var workload = watched.target();
    List<Incident> incidents = workload == null ? List.of() : seen.of(workload);
    Optional<Incident> open = seen.openOn(workload);
    Optional<Incident> last = open.or(() -> incidents.reversed().stream().findFirst());
    HealPolicyStatus said = watched.policy().getStatus();
    PolicyPhase phase = said == null ? null : said.phase();
    boolean acting =
        !seen.lead().nobody()
            && open.filter(
                    i -> i.stage() == Incident.Stage.ACTING || i.stage() == Incident.Stage.PROVING)
                .isPresent();
    return new Explanation(
        watched.label(),
        statuses.health(watched).word(),
        acting,
        last.map(com.trixtech.selfheal.core.Explanation::why).orElse(List.of()),
        whyNot(watched, seen, said),
        open.map(ClusterExplanation::diagnosis).orElse(null),
        budget(watched, incidents, said, last.flatMap(Incident::verdict).orElse(null)),
        last.flatMap(IncidentViews::verdict).orElse(null),
        phase == null
            ? new PhaseView("Unread", "no operator has read the policy yet")
            : new PhaseView(phase.name(), sentence(phase.meaning())));
  }

  private static String sentence(String meaning) {
    return Character.toLowerCase(meaning.charAt(0)) + meaning.substring(1).replaceAll("\\.$", "");
  }

  private static List<String> whyNot(Watched watched, Seen seen, @Nullable HealPolicyStatus said) {
    List<String> sentences = new ArrayList<>();
    if (seen.lead().nobody()) {
      sentences.add(seen.lead().sentence() + "; what follows may be old");
    }
    if (!watched.current()) {
      sentences.add("the policy was changed, and no operator has read that yet");
    }
    sentences.addAll(ClusterStatus.refusals(watched));
    if (said != null && said.summary() != null) {
      sentences.add(said.summary());
    }
    Mode mode = ClusterStatus.mode(watched);
    var read = watched.read();
    if (mode != null && read != null && mode != read.spec().mode()) {
      sentences.add(
          "the operator goes no further than %s (the policy allows %s)"
              .formatted(mode, read.spec().mode()));
    }
    return sentences;
  }

  private static DiagnosisView diagnosis(Incident incident) {
    IncidentView view = IncidentViews.of(incident);
    return new DiagnosisView(view.cause(), view.evidence(), view.rejected());
  }

  /** None where the policy cannot be read: another budget than its own would be a guess. */
  private static @Nullable BudgetNumbers budget(
      Watched watched,
      List<Incident> incidents,
      @Nullable HealPolicyStatus said,
      @Nullable Verdict verdict) {
    var read = watched.read();
    if (read == null) {
      return null;
    }
    Policy.Budget budget = LoopPolicies.of(read).budget();
    int desired = watched.desired();
    int ready = (int) watched.instances().stream().filter(Instances::ready).count();
    Mode mode = ClusterStatus.mode(watched);
    return new BudgetNumbers(
        mode == null ? Mode.Observe.name() : mode.name(),
        desired,
        ready,
        Math.max(0, desired - ready),
        budget.allowedUnavailable(desired),
        budget.requiredHealthy(desired),
        (int) incidents.stream().filter(i -> i.stage() == Incident.Stage.PROVING).count(),
        budget.maxInFlight(),
        said == null ? 0 : Objects.requireNonNullElse(said.actionsInWindow(), 0),
        budget.maxActions(),
        budget.window().toSeconds(),
        watched.disruptionsAllowed(),
        verdict == null ? null : verdict.notBefore());
  }
}
