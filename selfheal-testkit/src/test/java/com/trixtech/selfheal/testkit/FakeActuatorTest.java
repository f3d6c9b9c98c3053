package com.trixtech.selfheal.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Actuator;
import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FakeActuatorTest extends ActuatorCompatibilityKit {

  private final ManualClock clock = new ManualClock();
  private final FakeSignals signals = new FakeSignals(clock);
  private final FakeWorkload backend =
      signals.deployment("backend", 3).release("backend-r2", "c2").rolled();
  private final FakeActuator actuator = new FakeActuator(signals, clock);

  @Test
  void a_planned_answer_is_given_once_and_changes_nothing() {
    Act act = new Act("k", new Remedy.Restart(backend.instance(0)), false);
    actuator.answerNext(Outcome.Kind.UNKNOWN, "time-out");
    assertThat(actuator.perform(act).kind()).isEqualTo(Outcome.Kind.UNKNOWN);
    assertThat(actuator.acts()).isEmpty();
    assertThat(actuator.perform(new Act("k2", act.remedy(), false)).kind())
        .isEqualTo(Outcome.Kind.DONE);
    assertThat(actuator.acts()).hasSize(1);
  }

  @Override
  protected World newWorld() {
    return new World() {
      @Override
      public Actuator actuator() {
        return actuator;
      }

      @Override
      public Actuator reopened() {
        return actuator.reopen();
      }

      @Override
      public boolean can(RemedyKind kind) {
        return true;
      }

      @Override
      public WorkloadRef workload() {
        return backend.ref();
      }

      @Override
      public InstanceRef instance(int index) {
        return backend.instance(index);
      }

      @Override
      public void remove(InstanceRef instance) {
        backend.remove(backend.indexOf(instance));
      }

      @Override
      public String current() {
        return backend.current();
      }

      @Override
      public String previous() {
        return "backend-r1";
      }

      @Override
      public int changes() {
        return actuator.acts().size();
      }

      @Override
      public boolean restartsHeld() {
        return backend.restartsHeld();
      }

      @Override
      public boolean inRotation(InstanceRef instance) {
        return backend.inRotation(instance);
      }

      @Override
      public Instant now() {
        return clock.instant();
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
