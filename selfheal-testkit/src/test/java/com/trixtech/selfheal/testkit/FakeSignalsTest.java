package com.trixtech.selfheal.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.SignalSource;
import com.trixtech.selfheal.core.signals.Snapshot.ExitReason;
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import com.trixtech.selfheal.core.signals.Snapshot.Phase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FakeSignalsTest extends SignalSourceCompatibilityKit {

  private final ManualClock clock = new ManualClock();
  private final FakeSignals signals = new FakeSignals(clock);

  /** A StatefulSet: the harder case, since its names come again. */
  private final FakeWorkload store = signals.statefulSet("store", 3);

  @Test
  void a_crash_loop_shows_its_restarts_and_waits_for_the_next() {
    store.crashLoop(1, 4);
    InstanceFact fact = fact(1);
    assertThat(fact.restarts()).isEqualTo(4);
    assertThat(fact.phase()).isEqualTo(Phase.BACKING_OFF);
    assertThat(fact.lastExit()).extracting(exit -> exit.reason()).isEqualTo(ExitReason.ITSELF);
    assertThat(fact.nextStart()).isAfter(clock.instant());
  }

  @Test
  void a_release_becomes_current_and_its_replacements_carry_it() {
    store.release("store-r2", "c2").replace(2).settle();
    assertThat(signals.read().workloads().getFirst().current()).isEqualTo("store-r2");
    assertThat(signals.read().workloads().getFirst().revisions()).hasSize(2);
    assertThat(fact(2)).matches(InstanceFact::ready).matches(f -> f.revision().equals("store-r2"));
    assertThat(fact(0).revision()).isEqualTo("store-r1");
  }

  @Test
  void an_outage_of_a_dependency_is_a_fact_of_now() {
    signals.unreachable(store.ref(), "database", "connection refused");
    clock.advance(Duration.ofSeconds(9));
    assertThat(signals.read().dependencies())
        .singleElement()
        .matches(fact -> !fact.reachable())
        .matches(fact -> fact.at().equals(clock.instant()));
  }

  private InstanceFact fact(int index) {
    return signals.read().workloads().getFirst().instances().get(index);
  }

  @Override
  protected World newWorld() {
    return new World() {
      @Override
      public SignalSource source() {
        return signals;
      }

      @Override
      public WorkloadRef workload() {
        return store.ref();
      }

      @Override
      public void remove(InstanceRef instance) {
        store.remove(store.indexOf(instance));
      }

      @Override
      public void replace(InstanceRef instance) {
        store.replace(store.indexOf(instance)).settle();
      }

      @Override
      public void makeNotReady(InstanceRef instance) {
        store.notReady(store.indexOf(instance));
      }

      @Override
      public void removeWorkload() {
        signals.remove(store.ref());
      }

      @Override
      public void loseSight(InstanceRef instance) {
        store.silent(store.indexOf(instance));
      }

      @Override
      public void regainSight(InstanceRef instance) {
        store.heard(store.indexOf(instance));
      }

      @Override
      public void advance(Duration by) {
        clock.advance(by);
      }

      @Override
      public void close() {}
    };
  }
}
