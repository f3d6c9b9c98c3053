package com.trixtech.selfheal.core;

import static com.trixtech.selfheal.core.testing.Rig.BACKEND;
import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.Explanation.Phase;
import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.journal.Incident.Stage;
import com.trixtech.selfheal.core.model.Pause;
import com.trixtech.selfheal.core.model.Share;
import com.trixtech.selfheal.core.testing.APolicy;
import com.trixtech.selfheal.core.testing.FakeWorkload;
import com.trixtech.selfheal.core.testing.Rig;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each phase tells one story: what is said of acting and of not acting cannot both be wrong. */
class ExplanationTest {
  private final Rig rig = new Rig(APolicy.on(BACKEND).build());
  private final FakeWorkload backend = rig.world.workload(BACKEND, 3);

  private Explanation told(Phase phase) {
    Explanation told = rig.explain(BACKEND);
    assertThat(told.phase()).as(rig.incidentOrNull()).isEqualTo(phase);
    assertThat(told.whyNot()).isNotEmpty();
    boolean allWell = told.whyNot().stream().anyMatch(s -> s.startsWith("nothing is wrong"));
    assertThat(allWell).as("%s", told.whyNot()).isEqualTo(phase == Phase.WELL);
    return told;
  }

  @Test
  void a_healer_that_has_just_started_observes() {
    rig.run(3);
    assertThat(told(Phase.OBSERVING).whyNot())
        .containsExactly(
            "3 of 3 instances are ready",
            "the healer has just started and observes until 2026-01-01T00:00:10Z");
  }

  @Test
  void when_nothing_is_wrong_it_says_just_that() {
    rig.run(15);
    assertThat(told(Phase.WELL).why()).isEmpty();
    assertThat(told(Phase.WELL).whyNot())
        .containsExactly("nothing is wrong: 3 of 3 instances are ready");
  }

  @Test
  void what_is_not_well_and_shows_no_symptom_yet_is_looked_at() {
    rig.run(15);
    backend.zombie(0);
    rig.run(3);
    assertThat(told(Phase.DIAGNOSING).whyNot())
        .containsExactly("no instance shows a symptom; 2 of 3 instances are ready");
  }

  @Test
  void while_the_platform_restarts_it_says_when_and_how_long_it_is_given() {
    rig.run(15);
    backend.crash(0);
    rig.step();
    assertThat(told(Phase.AWAITING_PLATFORM).whyNot())
        .containsExactly(
            "the platform starts backend-0 again at 2026-01-01T00:00:17Z, in 1 s",
            "the platform's own restart has 1 min 30 s left; 2 of 3 instances are ready");
  }

  @Test
  void while_a_proof_soaks_it_says_what_holds_and_how_long_it_must() {
    rig.run(15);
    backend.zombie(0);
    rig.until("done", Duration.ofMinutes(1), () -> !rig.remedies().isEmpty());
    assertThat(told(Phase.PROVING).whyNot())
        .containsExactly(
            "Restart on backend-0 is being proven, and nothing else is done before: backend-0 runs"
                + " and is ready is not seen yet, 1 min 30 s left");
    rig.until("well", Duration.ofMinutes(1), () -> rig.step().workloads().getFirst().well());
    rig.run(20);
    assertThat(told(Phase.PROVING).whyNot())
        .singleElement()
        .asString()
        .contains("backend-0 runs and is ready holds since")
        .containsPattern("(39|40) s left$");
  }

  @Test
  void what_is_well_again_by_itself_is_proven_for_as_long_before_the_incident_closes() {
    rig.run(15);
    rig.loop()
        .pause(
            new Pause(
                "p",
                null,
                "why",
                "ann",
                rig.clock.instant(),
                rig.clock.instant().plusSeconds(600)));
    backend.zombie(0);
    rig.until("opened", Duration.ofMinutes(1), () -> !rig.loop().incidents().isEmpty());
    assertThat(told(Phase.REFUSED).whyNot()).singleElement().asString().contains("ann");
    backend.wellAgain();
    rig.run(10);
    assertThat(told(Phase.PROVING).whyNot())
        .anyMatch(s -> s.contains("incident i-0001 is closed when that has held for 1 min"));
  }

  @Test
  void a_refusal_has_its_numbers() {
    Rig own = new Rig(APolicy.on(BACKEND).maxUnavailable(Share.of(0)).build());
    own.world.workload(BACKEND, 3).erroring(0);
    own.run(30);
    Explanation told = own.explain(BACKEND);
    assertThat(told.phase()).isEqualTo(Phase.REFUSED);
    assertThat(told.whyNot())
        .containsExactly(
            "MaxUnavailable: more instances would be unavailable than the policy allows (1 of 3"
                + " would be unavailable, at most 0)");
  }

  @Test
  void a_refusal_by_the_platform_is_told_as_well() {
    rig.run(15);
    rig.world.answer(Outcome.Kind.REFUSED);
    backend.zombie(0);
    rig.until("asked", Duration.ofMinutes(1), () -> !rig.world.asked().isEmpty()).run(2);
    assertThat(told(Phase.REFUSED).whyNot()).anyMatch(s -> s.contains("platform refused"));
  }

  @Test
  void after_an_escalation_it_says_why_and_when_all_is_well_how_long_that_must_hold() {
    rig.run(15);
    backend.incurable(0);
    rig.until("escalated", Duration.ofMinutes(30), () -> escalated());
    assertThat(told(Phase.ESCALATED).whyNot())
        .singleElement()
        .asString()
        .startsWith("escalated to a person: ");
    backend.wellAgain();
    rig.run(10);
    assertThat(told(Phase.ESCALATED).whyNot()).anyMatch(s -> s.startsWith("all is well since"));
    rig.untilClosed(Duration.ofMinutes(5));
    assertThat(told(Phase.WELL).why())
        .singleElement()
        .asString()
        .contains("ended as RecoveredAfterEscalation");
  }

  private boolean escalated() {
    return rig.loop().incidents().stream().anyMatch(i -> i.stage() == Stage.ESCALATED);
  }

  @Test
  void in_every_second_of_a_long_story_there_is_one_phase_and_a_reason() {
    Set<Phase> seen = EnumSet.noneOf(Phase.class);
    rig.world.dependency("postgres", true);
    for (int i = 0; i < 2400; i++) {
      if (i == 20) {
        backend.crash(0);
      } else if (i == 200) {
        backend.incurable(1);
        Instant now = rig.clock.instant();
        rig.loop().pause(new Pause("p", null, "why", "ann", now, now.plusSeconds(60)));
      } else if (i == 1500) {
        backend.wellAgain();
      }
      rig.step();
      Explanation now = rig.explain(BACKEND);
      seen.add(now.phase());
      assertThat(now.whyNot()).as("second %d: %s", i, now.phase()).isNotEmpty();
      assertThat(now.whyNot().stream().anyMatch(s -> s.startsWith("nothing is wrong")))
          .as("second %d: %s %s", i, now.phase(), now.whyNot())
          .isEqualTo(now.phase() == Phase.WELL);
    }
    assertThat(seen).containsAll(EnumSet.complementOf(EnumSet.of(Phase.ACTING)));
  }
}
