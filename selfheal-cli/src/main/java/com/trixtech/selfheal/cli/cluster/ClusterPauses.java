package com.trixtech.selfheal.cli.cluster;

import com.trixtech.selfheal.cli.cluster.Seen.Watched;
import com.trixtech.selfheal.kubernetes.api.HealPolicyStatus;
import com.trixtech.selfheal.kubernetes.api.HealPolicyStatus.ConditionKind;
import com.trixtech.selfheal.kubernetes.api.PolicyPhase;
import com.trixtech.selfheal.kubernetes.objects.PauseWish;
import com.trixtech.selfheal.server.Checked;
import com.trixtech.selfheal.server.ControlException;
import com.trixtech.selfheal.server.api.PauseView;
import com.trixtech.selfheal.server.api.Requests;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Pauses as annotations of the policies, with the rights of whoever asks. The policy's name is the
 * pause's. Stateless.
 */
record ClusterPauses(
    Namespace namespace, ClusterTarget target, Confirmation confirmation, InstantSource clock) {
  private static final String ALL = "all";

  /**
   * Pauses one target or all, and waits until the operator that leads has heard it.
   *
   * @throws ControlException when the request makes no sense, or there is no such target
   */
  PauseView pause(Requests.PauseFor request) {
    Checked.pause(request);
    Instant from = clock.instant();
    // A whole second is easier to read, and never shorter than was asked for.
    Instant until = from.plus(request.duration()).plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
    String text = PauseWish.text(until, request.reason());
    if (text.length() > PauseWish.LONGEST_TEXT) {
      throw ControlException.badInput(
          "reason: %d characters".formatted(request.reason().length()),
          "at most %d with the end before it".formatted(PauseWish.LONGEST_TEXT));
    }
    List<Watched> meant = named(request.target());
    Optional<String> author = namespace.user();
    annotate(meant, Optional.of(text), author);
    heard(meant, "pause of " + request.target(), said -> paused(said, until));
    boolean one = meant.size() == 1;
    return new PauseView(
        one ? meant.getFirst().name() : ALL,
        one ? meant.getFirst().label() : request.target(),
        request.reason(),
        author.orElse(request.by()),
        from,
        until);
  }

  /**
   * Ends one pause or all, and waits until the operator that leads has heard it.
   *
   * @return those that ended
   * @throws ControlException when there is no such target, or it is not paused
   */
  List<PauseView> resume(String id) {
    Instant now = clock.instant();
    List<Watched> ending =
        (id.equals(ALL) ? namespace.governed() : named(id))
            .stream().filter(w -> view(w, now).isPresent()).toList();
    if (ending.isEmpty() && !id.equals(ALL)) {
      throw ControlException.notFound(
          "pause: " + id, "an id that " + target.command("status") + " lists");
    }
    annotate(ending, Optional.empty(), Optional.empty());
    if (!ending.isEmpty()) {
      heard(ending, "end of pause " + id, said -> !paused(said));
    }
    return ending.stream().flatMap(w -> view(w, now).stream()).toList();
  }

  private List<Watched> named(String name) {
    List<Watched> all = namespace.governed();
    return name.equals(ALL) && !all.isEmpty() ? all : Watched.named(name, all, "all, or one of ");
  }

  private void annotate(List<Watched> policies, Optional<String> text, Optional<String> author) {
    for (Watched watched : policies) {
      namespace.annotate(
          watched.policy(), Map.of(PauseWish.ANNOTATION, text, PauseWish.BY, author), false);
    }
  }

  private void heard(List<Watched> meant, String what, Predicate<HealPolicyStatus> heard) {
    Set<String> names = meant.stream().map(Watched::name).collect(Collectors.toSet());
    confirmation.await(
        what,
        () ->
            Optional.of(namespace.governed())
                .filter(all ->
                    all.stream()
                        .filter(w -> names.contains(w.name()))
                        .map(w -> w.policy().getStatus())
                        // About one that is not followed nothing is done in any case.
                        .allMatch(s ->
                            s != null && (s.phase() == PolicyPhase.Disabled || heard.test(s)))));
  }

  private static boolean paused(HealPolicyStatus said, Instant until) {
    return condition(said)
        .filter(c -> c.getMessage().contains(until.toString()) || c.getReason().equals("Suspended"))
        .isPresent();
  }

  private static boolean paused(HealPolicyStatus said) {
    return condition(said).filter(c -> !c.getReason().equals("Suspended")).isPresent();
  }

  private static Optional<Condition> condition(HealPolicyStatus said) {
    return said.conditions().stream()
        .filter(c -> ConditionKind.Paused.name().equals(c.getType()))
        .filter(c -> "True".equals(c.getStatus()))
        .findFirst();
  }

  /** The pauses that hold. */
  static List<PauseView> views(Seen seen) {
    List<PauseView> views = new ArrayList<>();
    for (Watched watched : seen.policies()) {
      if (PauseWish.on(watched.policy(), seen.at()).orElse(null) instanceof PauseWish.Until) {
        view(watched, seen.at()).ifPresent(views::add);
      }
    }
    return views;
  }

  /** The pause of one policy, where it has not ended; one that cannot be read has no end yet. */
  private static Optional<PauseView> view(Watched watched, Instant now) {
    Instant from =
        Optional.ofNullable(watched.policy().getStatus())
            .flatMap(ClusterPauses::condition)
            .flatMap(c -> instant(c.getLastTransitionTime()))
            .orElse(now);
    return PauseWish.on(watched.policy(), now)
        .flatMap(wish ->
            switch (wish) {
              case PauseWish.Until until ->
                  Optional.of(view(watched, until.reason(), until.by(), from, until.until()))
                      .filter(_ -> until.holds(now));
              case PauseWish.Unreadable unreadable ->
                  Optional.of(view(watched, unreadable.sentence(), unreadable.by(), from, now));
            });
  }

  private static PauseView view(
      Watched watched, String reason, String by, Instant from, Instant until) {
    return new PauseView(watched.name(), watched.label(), reason, by, from, until);
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }
}
