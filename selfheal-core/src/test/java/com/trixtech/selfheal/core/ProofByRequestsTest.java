package com.trixtech.selfheal.core;

import static com.trixtech.selfheal.core.model.RemedyKind.EJECT;
import static com.trixtech.selfheal.core.model.RemedyKind.REPLACE;
import static com.trixtech.selfheal.core.model.RemedyKind.RESTART;
import static com.trixtech.selfheal.core.testing.Rig.BACKEND;
import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.journal.Incident.Ending;
import com.trixtech.selfheal.core.journal.JournalEntry.ActReported;
import com.trixtech.selfheal.core.journal.JournalEntry.Escalated;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentClosed;
import com.trixtech.selfheal.core.journal.JournalEntry.Verified;
import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.core.testing.APolicy;
import com.trixtech.selfheal.core.testing.FakeWorkload;
import com.trixtech.selfheal.core.testing.Rig;
import com.trixtech.selfheal.core.verify.Verification.Proof;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What only clients saw to ail, only clients can see to be well again. */
class ProofByRequestsTest {
  private static final Duration LONG = Duration.ofMinutes(30);

  private final Rig rig = new Rig(APolicy.on(BACKEND).build());
  private final FakeWorkload backend = rig.world.workload(BACKEND, 3);

  private void restarted(Rig healed) {
    healed.until("restarted", LONG, () -> healed.remedies().contains(RESTART));
  }

  private static Ending ending(Rig healed) {
    return healed.incident().closed().map(IncidentClosed::ending).orElseThrow();
  }

  private static Proof proof(Rig healed) {
    return healed.journal.of(Verified.class).getLast().verification().proof();
  }

  @Test
  void a_restart_after_which_no_request_comes_is_inconclusive_and_a_person_is_told() {
    rig.run(15);
    backend.erroring(1);
    restarted(rig);
    backend.requests(0);
    rig.until("seemingly well", LONG, () -> rig.explain(BACKEND).health().well()).run(70);
    assertThat(rig.explain(BACKEND).whyNot())
        .anyMatch(s -> s.contains("too few requests have come"));
    rig.untilClosed(LONG);
    assertThat(proof(rig)).isEqualTo(Proof.INCONCLUSIVE);
    assertThat(rig.journal.of(Escalated.class)).hasSize(1);
    assertThat(ending(rig)).isEqualTo(Ending.UNPROVEN);
  }

  @Test
  void a_healer_that_was_restarted_meanwhile_asks_for_the_same_proof() {
    rig.run(15);
    backend.erroring(1);
    restarted(rig);
    backend.requests(0);
    rig.run(60).restartHealer().untilClosed(LONG);
    assertThat(proof(rig)).isEqualTo(Proof.INCONCLUSIVE);
    assertThat(ending(rig)).isEqualTo(Ending.UNPROVEN);
  }

  @Test
  void requests_that_come_back_in_time_prove_it() {
    rig.run(15);
    backend.erroring(1);
    restarted(rig);
    backend.requests(0);
    rig.run(180);
    backend.requests(100);
    rig.untilClosed(LONG);
    assertThat(proof(rig)).isEqualTo(Proof.RECOVERED);
    assertThat(ending(rig)).isEqualTo(Ending.RECOVERED);
    assertThat(rig.journal.of(Escalated.class)).isEmpty();
  }

  @Test
  void an_ejected_instance_is_let_back_in_before_it_counts_as_recovered() {
    rig.run(15);
    backend.erroring(1);
    restarted(rig);
    rig.untilClosed(LONG);
    assertThat(rig.remedies()).containsExactly(EJECT, RESTART);
    int undone = rig.journal.replay().indexOf(rig.journal.of(ActReported.class).getLast());
    int proven = rig.journal.replay().indexOf(rig.journal.of(Verified.class).getLast());
    assertThat(undone).isLessThan(proven);
    assertThat(ending(rig)).isEqualTo(Ending.RECOVERED);
  }

  @Test
  void what_errs_again_after_it_was_closed_as_unproven_goes_on_one_rung_higher() {
    rig.run(15);
    backend.erroring(1);
    restarted(rig);
    backend.requests(0);
    rig.untilClosed(LONG);
    backend.requests(100).erroring(1);
    rig.until("opened anew", LONG, () -> rig.incident().closed().isEmpty()).untilClosed(LONG);
    assertThat(rig.incident().opened().recurrenceOf()).isEqualTo("i-0001");
    assertThat(rig.remedies()).containsExactly(EJECT, RESTART, REPLACE);
    assertThat(ending(rig)).isEqualTo(Ending.RECOVERED);
  }

  @Test
  void where_nothing_was_done_an_idle_instance_is_unproven_and_nobody_is_called() {
    Rig own = new Rig(APolicy.on(BACKEND).mode(Mode.OBSERVE).build());
    FakeWorkload workload = own.world.workload(BACKEND, 3);
    own.run(15);
    workload.erroring(1);
    own.until("opened", LONG, () -> !own.loop().incidents().isEmpty());
    workload.requests(0);
    own.untilClosed(LONG);
    assertThat(ending(own)).isEqualTo(Ending.UNPROVEN);
    assertThat(own.journal.of(Escalated.class)).isEmpty();
  }
}
