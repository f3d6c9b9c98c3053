package com.trixtech.selfheal.cli.cluster;

import com.trixtech.selfheal.cli.cluster.Seen.Watched;
import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.cli.views.IncidentViews;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.journal.JournalEntry.Approved;
import com.trixtech.selfheal.kubernetes.operator.Approvals;
import com.trixtech.selfheal.server.ControlException;
import com.trixtech.selfheal.server.api.IncidentView;
import com.trixtech.selfheal.server.api.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A person's leave for the act that an incident waits for: the annotation that names it, on the
 * policy of its target, with the rights of whoever asks. Stateless.
 */
record ClusterApproval(Namespace namespace, ClusterTarget target, Confirmation confirmation) {
  private static final int TRIES = 5;

  /**
   * Writes it, and waits until the operator that leads has it in its journal.
   *
   * @throws ControlException when there is no such incident, it waits for nobody, or for another
   *     act than a moment ago
   * @throws CommandFailure when it cannot be written, or nobody confirms it
   */
  IncidentView give(String id) {
    Optional<String> author = namespace.user();
    String named = null;
    for (int tries = 0; tries < TRIES; tries++) {
      // Read before the incident, so that nothing of it can change unseen until it is written.
      List<Watched> policies = namespace.governed();
      Incident incident = incident(id);
      String awaited = Approvals.awaited(incident).orElseThrow(() -> waitsForNobody(id));
      if (named != null && !named.equals(awaited)) {
        throw changed(named, awaited);
      }
      named = awaited;
      boolean written =
          namespace.annotate(
              policyOf(incident, policies).policy(),
              Map.of(Approvals.ANNOTATION, Optional.of(awaited), Approvals.BY, author),
              true);
      if (written) {
        return confirmed(incident, awaited);
      }
    }
    throw new CommandFailure(
        ExitCode.INCONCLUSIVE,
        "incident: the policy of %s was changed by others, %d times (expected: to be left alone)"
            .formatted(id, TRIES),
        "try again: " + target.command("approve " + id));
  }

  private Incident incident(String id) {
    return namespace.history().incidents().stream()
        .filter(i -> i.id().equals(id))
        .findFirst()
        .orElseThrow(() -> target.noIncident(id));
  }

  private ControlException waitsForNobody(String id) {
    return new ControlException(
        Problem.Code.CONFLICT,
        "incident: " + id + " awaits no approval",
        "an incident with a planned remedy",
        "see " + target.command("incident " + id));
  }

  private static ControlException changed(String from, String to) {
    return new ControlException(
        Problem.Code.CONFLICT,
        "plan: changed meanwhile, from \"%s\" to \"%s\"".formatted(from, to),
        "the one that was to be allowed",
        null);
  }

  /** Two policies of one target are both not followed, so neither could allow anything. */
  private static Watched policyOf(Incident incident, List<Watched> policies) {
    List<Watched> named =
        policies.stream().filter(w -> incident.workload().equals(w.target())).toList();
    List<Watched> found = named.stream().filter(w -> w.refusals().isEmpty()).toList();
    if (found.size() != 1) {
      throw new ControlException(
          Problem.Code.CONFLICT,
          "policy: %d of %s".formatted(found.size(), incident.workload()),
          "exactly one, as else none is followed",
          named.stream().flatMap(w -> w.refusals().stream()).findFirst().orElse(null));
    }
    return found.getFirst();
  }

  /** The incident as it is once the approval counts; where nobody leads, as it is now. */
  private IncidentView confirmed(Incident asked, String awaited) {
    Incident known =
        confirmation
            .await("approval of \"" + awaited + "\"", () -> heard(asked, awaited))
            .orElse(asked);
    return IncidentViews.of(known);
  }

  private Optional<Incident> heard(Incident asked, String awaited) {
    Incident now = incident(asked.id());
    if (approvals(now) > approvals(asked)) {
      return Optional.of(now);
    }
    Optional<String> next = Approvals.awaited(now);
    if (!next.equals(Optional.of(awaited))) {
      throw changed(awaited, next.orElse("nothing"));
    }
    return Optional.empty();
  }

  private static long approvals(Incident incident) {
    return incident.entries().stream().filter(Approved.class::isInstance).count();
  }
}
