package com.trixtech.selfheal.kubernetes.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.act.Outcome.Kind;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.kubernetes.journal.RemediationJournal;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operator that ends in the middle of an act: the next one finds out, and repeats nothing. */
class KilledOperatorTest {
  @SuppressWarnings("NullAway.Init")
  private Gateway world;

  /** The end of the process. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  /** Records of an operator that is killed before the act, or after it. */
  private record Dying(ActRecords kept, boolean before) implements ActRecords {
    @Override
    public Optional<Begun> find(String key) {
      return kept.find(key);
    }

    @Override
    public void begin(Act act) {
      kept.begin(act);
      if (before) {
        throw new Killed();
      }
    }

    @Override
    public void settle(String key, Outcome outcome) {
      throw new Killed();
    }
  }

  @BeforeEach
  void begin() {
    world = new Gateway();
  }

  @AfterEach
  void end() {
    if (world != null) {
      world.close();
    }
  }

  private Outcome killed(Remedy remedy, boolean before) {
    Act act = new Act("k-1", remedy, false);
    RemediationJournal life = world.records();
    Journalled.intend(life, act);
    assertThatThrownBy(() -> world.actuator(new Dying(life, before), Fence.ALONE).perform(act))
        .isInstanceOf(Killed.class);
    int changes = world.requests.changes();
    KubernetesActuator next = world.actuator(world.records(), Fence.ALONE);
    Outcome recalled = next.recall("k-1").orElseThrow();
    next.perform(act);
    assertThat(world.requests.changes()).as("nothing is done again").isEqualTo(changes);
    return recalled;
  }

  @Test
  void case1BeforeAnEvictionNothingWasDone() {
    Pod pod = world.cluster.readyPod(world.second, "node-1");

    Outcome outcome = killed(new Remedy.Replace(world.ref(pod)), true);

    assertThat(outcome.kind()).isEqualTo(Kind.NEVER_SENT);
    assertThat(world.lives(pod)).isTrue();
  }

  @Test
  void case1AfterAnEvictionItMayHaveHappened() {
    Pod pod = world.cluster.readyPod(world.second, "node-1");

    assertThat(killed(new Remedy.Replace(world.ref(pod)), false).kind()).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void case1BeforeARollBackNothingWasDone() {
    assertThat(killed(world.rollBack(), true).kind()).isEqualTo(Kind.NEVER_SENT);
  }

  @Test
  void case1ARollBackLeavesItsMarkOnTheDeployment() {
    assertThat(killed(world.rollBack(), false).kind()).isEqualTo(Kind.DONE);
  }

  @Test
  void case1AHoldLeavesItsMarkOnTheDeployment() {
    assertThat(killed(world.hold(Instant.now().plusSeconds(600)), false).kind())
        .isEqualTo(Kind.DONE);
    assertThat(world.paused()).isTrue();
  }
}
