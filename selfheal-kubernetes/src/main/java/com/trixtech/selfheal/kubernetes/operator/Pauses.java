package com.trixtech.selfheal.kubernetes.operator;

import com.trixtech.selfheal.core.HealingLoop;
import com.trixtech.selfheal.core.model.Pause;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import com.trixtech.selfheal.kubernetes.objects.PauseWish;
import com.trixtech.selfheal.kubernetes.operator.PolicyBook.Page.Followed;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the loop's pauses those that the policies' annotations wish for now, each for its own
 * target. The loop is told of a difference alone, so the journal tells each pause once; before a
 * step, so that no act slips in between. Stateless.
 */
final class Pauses {
  private Pauses() {}

  /** The name of a policy's pause in the journal; the next pause of the policy has it again. */
  static String id(HealPolicy policy) {
    return policy.getMetadata().getNamespace() + "/" + policy.getMetadata().getName();
  }

  /**
   * Tells the loop.
   *
   * @throws com.trixtech.selfheal.core.journal.Journal.JournalUnavailable when the journal cannot
   *     be written
   */
  static void follow(Collection<Followed> policies, HealingLoop loop, Instant now) {
    Map<String, Pause> held =
        loop.pauses().stream().collect(Collectors.toMap(Pause::id, Function.identity()));
    Map<String, Pause> wished = new LinkedHashMap<>();
    for (Followed page : policies) {
      String id = id(page.object());
      PauseWish.on(page.object(), now)
          .flatMap(wish -> pause(id, page.policy().target(), wish, held.get(id), now))
          .ifPresent(pause -> wished.put(id, pause));
    }
    held.keySet().stream()
        .filter(id -> !wished.containsKey(id))
        .forEach(id -> loop.resume(id, "whoever changed the HealPolicy"));
    wished.values().stream()
        .filter(pause -> !pause.equals(held.get(pause.id())))
        .forEach(loop::pause);
  }

  /** Equal to the one that is held already where the wish is the same. */
  private static Optional<Pause> pause(
      String id, WorkloadRef target, PauseWish wish, @Nullable Pause held, Instant now) {
    Instant from = held == null ? now : held.from();
    return switch (wish) {
      case PauseWish.Until until ->
          Optional.of(new Pause(id, target, until.reason(), until.by(), from, until.until()))
              .filter(_ -> until.holds(now));
      case PauseWish.Unreadable unreadable -> {
        String reason = unreadable.sentence();
        Instant until =
            held != null && held.reason().equals(reason) ? held.until() : now.plus(Pause.LONGEST);
        yield Optional.of(new Pause(id, target, reason, unreadable.by(), from, until));
      }
    };
  }
}
