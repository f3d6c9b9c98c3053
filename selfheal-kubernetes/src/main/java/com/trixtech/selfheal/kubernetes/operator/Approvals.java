package com.trixtech.selfheal.kubernetes.operator;

import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.kubernetes.objects.Marks;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * How a person allows an act on a cluster: by an annotation of the policy that covers its target.
 * Its value names the act and its cause, so that it never allows another one than was shown, and an
 * annotation that is left behind allows nothing more. Stateless.
 */
public final class Approvals {
  /** The annotation of a HealPolicy that names the act. */
  public static final String ANNOTATION = "selfheal.trixtech.com/approve";

  /** The annotation beside it that says who allowed it, as the API server knows them. */
  public static final String BY = "selfheal.trixtech.com/approved-by";

  private Approvals() {}

  /**
   * What the annotation must say to allow what this incident waits for; empty where it waits not.
   */
  public static Optional<String> awaited(Incident incident) {
    return incident
        .planned()
        .filter(_ -> incident.awaitsApproval())
        .map(planned -> name(incident, planned.remedy()));
  }

  /**
   * The act's number tells a second try apart from the first, which had been allowed; the cause,
   * because who allowed a remedy of one cause has not judged it as that of another.
   */
  private static String name(Incident incident, Remedy remedy) {
    String act =
        "%s/%d %s: %s %s"
            .formatted(
                incident.id(),
                incident.acts() + 1,
                incident.cause().word(),
                remedy.kind().word(),
                remedy.target());
    return remedy instanceof Remedy.RollBack back
        ? "%s from %s to %s".formatted(act, back.from(), back.to())
        : act;
  }

  /**
   * Allows what the policies' annotations name. Each policy speaks for its own target alone.
   *
   * @param approve takes an incident's id and who allowed it
   */
  static void give(
      Collection<PolicyBook.Page.Followed> policies,
      Collection<Incident> incidents,
      BiConsumer<String, String> approve) {
    for (PolicyBook.Page.Followed page : policies) {
      Marks.annotation(page.object(), ANNOTATION)
          .map(String::strip)
          .ifPresent(said ->
              incidents.stream()
                  .filter(i -> i.workload().equals(page.policy().target()))
                  .filter(i -> awaited(i).filter(said::equals).isPresent())
                  .forEach(i -> approve.accept(i.id(), Marks.author(page.object(), BY))));
    }
  }
}
