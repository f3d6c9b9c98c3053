package com.trixtech.selfheal.kubernetes.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.HealingLoop;
import com.trixtech.selfheal.core.LoopSettings;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.SignalSource;
import com.trixtech.selfheal.core.signals.Snapshot;
import com.trixtech.selfheal.core.signals.Snapshot.WorkloadFacts;
import com.trixtech.selfheal.kubernetes.api.HealPolicyStatus;
import com.trixtech.selfheal.kubernetes.api.PolicyPhase;
import com.trixtech.selfheal.kubernetes.testing.Specs;
import com.trixtech.selfheal.testkit.ManualClock;
import com.trixtech.selfheal.testkit.MemoryJournal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a policy's phase and story say, without a server. */
class PolicyStatusesTest {
  private static final WorkloadRef BACKEND =
      new WorkloadRef("booking", WorkloadRef.Kind.DEPLOYMENT, "backend");

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-28T12:00:00Z"));

  private HealPolicyStatus of(int desired, boolean rolling) {
    PolicyBook book =
        PolicyBook.of(
            List.of(
                Specs.policy("booking", "one", "{targetRef: {kind: Deployment, name: backend}}")),
            Mode.ENFORCE);
    SignalSource signals =
        new SignalSource() {
          @Override
          public Snapshot read() {
            return new Snapshot(
                List.of(
                    new WorkloadFacts(
                        clock.instant(),
                        BACKEND,
                        desired,
                        "one",
                        List.of(),
                        rolling,
                        Instant.EPOCH,
                        -1,
                        null,
                        null,
                        List.of())),
                List.of());
          }

          @Override
          public Optional<Snapshot.InstanceFact> reread(InstanceRef instance) {
            return Optional.empty();
          }
        };
    HealingLoop loop =
        new HealingLoop(
            LoopSettings.DEFAULT,
            book.policies(),
            clock,
            signals,
            new ObserveOnly(clock),
            new MemoryJournal());
    clock.advance(Duration.ofMinutes(1));
    loop.step();
    return PolicyStatuses.of(book.pages().getFirst(), loop, clock.instant());
  }

  @Test
  void withoutAnyPodAndWithoutAnIncidentItIsEnabledAndSaysWhatIsMissing() {
    HealPolicyStatus status = of(3, false);

    assertThat(status.phase()).isEqualTo(PolicyPhase.Enabled);
    assertThat(status.openIncidents()).isZero();
    assertThat(status.summary()).contains("0 of 3 instances are ready");
  }

  @Test
  void aTargetThatIsScaledToNothingIsEnabled() {
    assertThat(of(0, false).phase()).isEqualTo(PolicyPhase.Enabled);
  }

  @Test
  void aRollOutIsNoIncident() {
    assertThat(of(0, true).phase()).isEqualTo(PolicyPhase.Enabled);
  }
}
