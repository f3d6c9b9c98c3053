package com.trixtech.selfheal.core;

import static com.trixtech.selfheal.core.model.RemedyKind.RESTART;
import static com.trixtech.selfheal.core.testing.Rig.BACKEND;
import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.journal.Incident.Ending;
import com.trixtech.selfheal.core.journal.JournalEntry.Diagnosed;
import com.trixtech.selfheal.core.journal.JournalEntry.IncidentClosed;
import com.trixtech.selfheal.core.journal.JournalEntry.RevisionProven;
import com.trixtech.selfheal.core.testing.APolicy;
import com.trixtech.selfheal.core.testing.FakeWorkload;
import com.trixtech.selfheal.core.testing.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An alert is evidence: it proves nothing good, and causes no act. */
class AlertsTest {
  private static final Duration LONG = Duration.ofMinutes(30);

  private final Rig rig = new Rig(APolicy.on(BACKEND).build());
  private final FakeWorkload backend = rig.world.workload(BACKEND, 3);

  private Ending ending() {
    return rig.incident().closed().map(IncidentClosed::ending).orElseThrow();
  }

  private void zombieRestarted() {
    backend.zombie(1);
    rig.until("restarted", LONG, () -> rig.remedies().contains(RESTART));
  }

  @Test
  void an_alert_alone_opens_no_incident_and_is_told() {
    rig.run(15);
    rig.world.alert(BACKEND, "SlowCheckout");
    rig.run(Duration.ofHours(1));
    assertThat(rig.loop().incidents()).isEmpty();
    assertThat(rig.explain(BACKEND).whyNot()).anyMatch(s -> s.contains("SlowCheckout"));
  }

  @Test
  void no_revision_is_proven_while_an_alert_fires() {
    rig.world.alert(BACKEND, "SlowCheckout");
    rig.run(Duration.ofMinutes(20));
    assertThat(rig.journal.of(RevisionProven.class)).isEmpty();
    rig.world.noAlerts();
    rig.run(Duration.ofMinutes(9));
    assertThat(rig.journal.of(RevisionProven.class)).isEmpty();
    rig.run(Duration.ofMinutes(2));
    assertThat(rig.journal.of(RevisionProven.class)).hasSize(1);
  }

  @Test
  void what_is_diagnosed_while_it_fires_has_it_as_evidence() {
    rig.run(15);
    rig.world.alert(BACKEND, "SlowCheckout");
    zombieRestarted();
    assertThat(rig.journal.of(Diagnosed.class).getFirst().evidence())
        .anyMatch(e -> e.startsWith("alert SlowCheckout fires since"));
  }

  @Test
  void an_alert_that_began_in_the_incident_keeps_it_from_counting_as_recovered() {
    rig.run(15);
    zombieRestarted();
    rig.world.alert(BACKEND, "SlowCheckout");
    rig.untilClosed(LONG);
    assertThat(ending()).isEqualTo(Ending.UNPROVEN);
    assertThat(rig.remedies()).containsExactly(RESTART);
    assertThat(rig.incident().escalated()).isPresent();
  }

  @Test
  void one_that_is_resolved_in_time_does_not() {
    rig.run(15);
    zombieRestarted();
    rig.world.alert(BACKEND, "SlowCheckout");
    rig.run(180);
    assertThat(rig.incident().closed()).isEmpty();
    rig.world.noAlerts();
    rig.untilClosed(LONG);
    assertThat(ending()).isEqualTo(Ending.RECOVERED);
  }

  @Test
  void one_that_fired_before_the_incident_says_nothing_of_it() {
    rig.run(15);
    rig.world.alert(BACKEND, "SlowCheckout");
    rig.run(30);
    zombieRestarted();
    rig.untilClosed(LONG);
    assertThat(ending()).isEqualTo(Ending.RECOVERED);
  }
}
