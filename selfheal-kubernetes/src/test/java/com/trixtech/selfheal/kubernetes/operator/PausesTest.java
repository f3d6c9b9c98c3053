package com.trixtech.selfheal.kubernetes.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.HealingLoop;
import com.trixtech.selfheal.core.LoopSettings;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.core.model.Pause;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.SignalSource;
import com.trixtech.selfheal.core.signals.Snapshot;
import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import com.trixtech.selfheal.kubernetes.api.HealPolicyStatus;
import com.trixtech.selfheal.kubernetes.api.HealPolicyStatus.ConditionKind;
import com.trixtech.selfheal.kubernetes.api.PolicyPhase;
import com.trixtech.selfheal.kubernetes.objects.PauseWish;
import com.trixtech.selfheal.kubernetes.testing.Specs;
import com.trixtech.selfheal.testkit.ManualClock;
import com.trixtech.selfheal.testkit.MemoryJournal;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The loop is paused as the policies' annotations say, no longer and no less. */
class PausesTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final WorkloadRef BACKEND =
      new WorkloadRef("shop", WorkloadRef.Kind.DEPLOYMENT, "backend");
  private static final WorkloadRef FRONTEND =
      new WorkloadRef("shop", WorkloadRef.Kind.DEPLOYMENT, "frontend");

  private final ManualClock clock = new ManualClock(NOW);
  private final MemoryJournal journal = new MemoryJournal();
  private HealingLoop loop = loop();

  private HealingLoop loop() {
    SignalSource nothing =
        new SignalSource() {
          @Override
          public Snapshot read() {
            return new Snapshot(List.of(), List.of());
          }

          @Override
          public Optional<Snapshot.InstanceFact> reread(InstanceRef instance) {
            return Optional.empty();
          }
        };
    return new HealingLoop(
        LoopSettings.DEFAULT, List.of(), clock, nothing, new ObserveOnly(clock), journal);
  }

  private static HealPolicy policy(String target, Map<String, String> annotations) {
    return policy(target, annotations, "");
  }

  private static HealPolicy policy(String target, Map<String, String> annotations, String more) {
    HealPolicy policy =
        Specs.policy(
            "shop",
            target + "-policy",
            "{targetRef: {kind: Deployment, name: %s}%s}".formatted(target, more));
    policy.getMetadata().setAnnotations(annotations);
    return policy;
  }

  private static Map<String, String> paused(String text) {
    return Map.of(PauseWish.ANNOTATION, text, PauseWish.BY, "ada");
  }

  private static PolicyBook book(HealPolicy... policies) {
    return PolicyBook.of(List.of(policies), Mode.ENFORCE);
  }

  private void follow(HealPolicy... policies) {
    Pauses.follow(book(policies).followed(), loop, clock.instant());
  }

  private boolean holds(WorkloadRef workload) {
    return loop.pauses().stream().anyMatch(p -> p.holds(workload, clock.instant()));
  }

  /** What the journal tells of pauses, in order. */
  private List<String> told() {
    return journal.replay().stream()
        .flatMap(entry ->
            switch (entry) {
              case JournalEntry.Paused(_, Pause p) ->
                  Stream.of(
                      "%s %s by %s until %s: %s"
                          .formatted(p.id(), p.workload(), p.by(), p.until(), p.reason()));
              case JournalEntry.Resumed r -> Stream.of("end of " + r.pause());
              default -> Stream.<String>empty();
            })
        .toList();
  }

  @Test
  void aWishPausesThePolicysOwnTargetAndIsToldOnce() {
    HealPolicy backend = policy("backend", paused("2026-11-29T13:00:00Z load test"));
    HealPolicy frontend = policy("frontend", Map.of());

    follow(backend, frontend);
    follow(backend, frontend);

    assertThat(told())
        .containsExactly(
            "shop/backend-policy Deployment/backend by ada until 2026-11-29T13:00:00Z: load test");
    assertThat(holds(BACKEND)).isTrue();
    assertThat(holds(FRONTEND)).isFalse();
  }

  @Test
  void itEndsByItselfAndNobodyNeedTakeItAway() {
    HealPolicy backend = policy("backend", paused("2026-11-29T13:00:00Z load test"));
    follow(backend);

    clock.advance(Duration.ofHours(1));
    follow(backend);

    assertThat(holds(BACKEND)).isFalse();
    assertThat(told()).hasSize(1);
  }

  @Test
  void itEndsWithItsAnnotationAndWithItsPolicy() {
    HealPolicy backend = policy("backend", paused("2026-11-29T13:00:00Z load test"));
    follow(backend);
    follow(policy("backend", Map.of()));
    assertThat(holds(BACKEND)).isFalse();

    follow(backend);
    assertThat(holds(BACKEND)).isTrue();
    follow();

    assertThat(holds(BACKEND)).isFalse();
    assertThat(told()).hasSize(4).endsWith("end of shop/backend-policy");
  }

  @Test
  void aChangedWishTakesThePlaceOfTheOneBefore() {
    follow(policy("backend", paused("2026-11-29T18:00:00Z load test")));
    follow(policy("backend", paused("2026-11-29T13:00:00Z load test")));

    assertThat(loop.pauses())
        .singleElement()
        .extracting(Pause::until)
        .isEqualTo(Instant.parse("2026-11-29T13:00:00Z"));
  }

  @Test
  void whatCannotBeReadHoldsUntilItIsMendedAndSaysWhatWasExpected() {
    HealPolicy backend = policy("backend", paused("soon"));
    follow(backend);
    for (int day = 0; day < 30; day++) {
      clock.advance(Duration.ofDays(1));
      follow(backend);
      assertThat(holds(BACKEND)).isTrue();
    }
    assertThat(loop.pauses())
        .singleElement()
        .extracting(Pause::reason)
        .isEqualTo(
            "selfheal.trixtech.com/paused: \"soon\" (expected: %s)".formatted(PauseWish.EXPECTED));
    assertThat(told()).as("once a week, not once a step").hasSize(5);

    follow(policy("backend", Map.of()));

    assertThat(holds(BACKEND)).isFalse();
  }

  @Test
  void theNextLeaderGoesOnFromTheJournalAndTellsNothingTwice() {
    HealPolicy backend = policy("backend", paused("2026-11-29T13:00:00Z load test"));
    follow(backend);

    loop = loop();

    assertThat(holds(BACKEND)).isTrue();
    follow(backend);
    assertThat(told()).hasSize(1);
  }

  @Test
  void thePolicysStatusSaysWhoPausedItUntilWhenAndWhy() {
    HealPolicy backend = policy("backend", paused("2026-11-29T13:00:00Z load test"));
    follow(backend);

    assertThat(status(backend).phase()).isEqualTo(PolicyPhase.Paused);
    assertThat(condition(backend))
        .extracting(Condition::getStatus, Condition::getReason, Condition::getMessage)
        .containsExactly("True", "Paused", "by ada until 2026-11-29T13:00:00Z: load test");
  }

  @Test
  void thePolicysStatusTellsAPauseThatCannotBeReadFromOneThatCanAndFromASuspension() {
    HealPolicy backend = policy("backend", paused("soon"));
    follow(backend);
    assertThat(condition(backend))
        .extracting(Condition::getStatus, Condition::getReason, Condition::getMessage)
        .containsExactly(
            "True",
            "PauseUnreadable",
            "selfheal.trixtech.com/paused: \"soon\" (expected: %s)".formatted(PauseWish.EXPECTED));

    HealPolicy suspended = policy("backend", Map.of(), ", suspend: true");
    follow(suspended);
    assertThat(condition(suspended))
        .extracting(Condition::getStatus, Condition::getReason)
        .containsExactly("True", "Suspended");

    HealPolicy free = policy("backend", Map.of());
    assertThat(condition(free).getStatus()).isEqualTo("False");
    assertThat(status(free).phase()).isEqualTo(PolicyPhase.Enabled);
  }

  private HealPolicyStatus status(HealPolicy policy) {
    return PolicyStatuses.of(book(policy).pages().getFirst(), loop, clock.instant());
  }

  private Condition condition(HealPolicy policy) {
    return status(policy).conditions().stream()
        .filter(c -> ConditionKind.Paused.name().equals(c.getType()))
        .findFirst()
        .orElseThrow();
  }
}
