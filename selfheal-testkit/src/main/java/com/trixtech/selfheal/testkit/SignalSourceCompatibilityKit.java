package com.trixtech.selfheal.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.core.signals.SignalSource;
import com.trixtech.selfheal.core.signals.Snapshot.InstanceFact;
import com.trixtech.selfheal.core.signals.Snapshot.WorkloadFacts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link SignalSource} does. A subclass brings a small world to look at. */
public abstract class SignalSourceCompatibilityKit {

  /**
   * One workload with three ready instances. What a real platform does later, these methods wait
   * for; what {@link #loseSight} hides they cannot.
   */
  public interface World extends AutoCloseable {

    SignalSource source();

    WorkloadRef workload();

    /** Ends an instance for good; nothing takes its place. */
    void remove(InstanceRef instance);

    /** Ends an instance and puts another life of it in its place, which may have the same name. */
    void replace(InstanceRef instance);

    /** Its readiness fails from now on. */
    void makeNotReady(InstanceRef instance);

    /** Takes the whole workload away. */
    void removeWorkload();

    /** The part that looks at this instance no longer answers. */
    void loseSight(InstanceRef instance);

    /** It answers again, and did so once. */
    void regainSight(InstanceRef instance);

    /** Lets that much time pass. */
    void advance(Duration by);

    @Override
    void close();
  }

  @SuppressWarnings("NullAway.Init")
  private World world;

  /** A new world. */
  protected abstract World newWorld();

  /** How much time must pass for a renewed fact to show a newer time. */
  protected Duration tick() {
    return Duration.ofSeconds(1);
  }

  @BeforeEach
  void begin() {
    world = newWorld();
  }

  @AfterEach
  void end() {
    if (world != null) { // a test that is skipped has none
      world.close();
    }
  }

  @Test
  void what_runs_is_in_the_snapshot() {
    assertThat(instances()).hasSize(3).allMatch(InstanceFact::ready);
    assertThat(instances()).extracting(fact -> fact.instance().uid()).doesNotHaveDuplicates();
    assertThat(instances())
        .allSatisfy(fact -> assertThat(fact.instance().workload()).isEqualTo(world.workload()));
  }

  @Test
  void the_current_revision_is_among_the_revisions() {
    WorkloadFacts facts = workload().orElseThrow();
    assertThat(facts.revisions())
        .anySatisfy(revision -> assertThat(revision.template()).isEqualTo(facts.current()));
  }

  @Test
  void an_instance_that_is_gone_is_absent_from_the_snapshot() {
    InstanceRef gone = instances().getFirst().instance();
    world.remove(gone);
    assertThat(instances()).extracting(fact -> fact.instance().uid()).doesNotContain(gone.uid());
  }

  @Test
  void a_workload_that_is_gone_is_absent_from_the_snapshot() {
    world.removeWorkload();
    assertThat(workload()).isEmpty();
  }

  @Test
  void a_fact_that_cannot_be_renewed_stays_with_its_old_time() {
    InstanceRef one = instances().getFirst().instance();
    world.loseSight(one);
    InstanceFact last = fact(one).orElseThrow();
    world.advance(tick());
    assertThat(fact(one)).get().extracting(InstanceFact::at).isEqualTo(last.at());
  }

  @Test
  void losing_sight_of_one_instance_leaves_its_peers_fresh() {
    List<InstanceFact> before = instances();
    world.loseSight(before.getFirst().instance());
    world.advance(tick());
    InstanceFact peer = before.get(1);
    assertThat(fact(peer.instance()).orElseThrow().at()).isAfter(peer.at());
  }

  @Test
  void a_fact_that_is_renewed_has_a_newer_time() {
    InstanceRef one = instances().getFirst().instance();
    world.loseSight(one);
    InstanceFact last = fact(one).orElseThrow();
    world.advance(tick());
    world.regainSight(one);
    assertThat(fact(one).orElseThrow().at()).isAfter(last.at());
  }

  @Test
  void rereading_a_life_that_is_gone_gives_nothing() {
    InstanceRef gone = instances().getFirst().instance();
    world.remove(gone);
    assertThat(world.source().reread(gone)).isEmpty();
  }

  @Test
  void rereading_sees_what_the_last_snapshot_did_not() {
    InstanceFact before = instances().getFirst();
    world.advance(tick());
    world.makeNotReady(before.instance());
    InstanceFact now = world.source().reread(before.instance()).orElseThrow();
    assertThat(now.ready()).isFalse();
    assertThat(now.at()).isAfter(before.at());
  }

  @Test
  void a_new_life_has_a_new_uid_and_the_old_one_is_gone_even_under_the_same_name() {
    InstanceRef old = instances().getFirst().instance();
    world.replace(old);
    assertThat(world.source().reread(old)).isEmpty();
    assertThat(instances())
        .hasSize(3)
        .extracting(fact -> fact.instance().uid())
        .doesNotContain(old.uid())
        .doesNotHaveDuplicates();
  }

  private Optional<WorkloadFacts> workload() {
    return world.source().read().workloads().stream()
        .filter(facts -> facts.workload().equals(world.workload()))
        .findFirst();
  }

  private List<InstanceFact> instances() {
    return workload().orElseThrow().instances();
  }

  private Optional<InstanceFact> fact(InstanceRef instance) {
    return instances().stream().filter(f -> f.instance().equals(instance)).findFirst();
  }
}
