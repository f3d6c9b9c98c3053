package com.trixtech.selfheal.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.trixtech.selfheal.drill.catalogue.Drills;
import com.trixtech.selfheal.drill.evidence.DrillResult;
import com.trixtech.selfheal.drill.evidence.DrillSeries;
import com.trixtech.selfheal.drill.evidence.Overload;
import com.trixtech.selfheal.drill.evidence.RunStatus;
import com.trixtech.selfheal.drill.run.DrillRefused;
import com.trixtech.selfheal.drill.run.DrillRequest;
import com.trixtech.selfheal.drill.run.DrillRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DrillRunnerTest {
  private static final Path MANIFESTS = Path.of("..", "deploy");

  @TempDir private Path state;
  private FakeWorld world = new FakeWorld(MANIFESTS);
  private final List<String> said = new ArrayList<>();

  @BeforeEach
  void nobodyHasInterruptedUs() {
    assertThat(Thread.interrupted()).isFalse();
  }

  private DrillRunner runner() {
    return new DrillRunner(world, world.traffic, world, state);
  }

  private DrillSeries run(String name, boolean control, int repeat) throws Exception {
    Drill drill = Drills.named(name).orElseThrow();
    return runner().run(new DrillRequest(drill, control, repeat), said::add);
  }

  private DrillSeries run(String name) throws Exception {
    return run(name, false, 1);
  }

  private void assertPutBack() {
    assertThat(world.faults()).isEmpty();
    assertThat(world.isOriginal()).isTrue();
    assertThat(world.isPaused()).isFalse();
    assertThat(world.isControllable()).isFalse();
    assertThat(world.misbehaves()).isFalse();
    assertThat(world.traffic.flowing()).isFalse();
    assertThat(world.traffic.turned()).isFalse();
    assertThat(state.resolve("drills/active.json")).doesNotExist();
  }

  static Stream<String> every() {
    return Drills.list().stream().map(Drill::name);
  }

  @ParameterizedTest
  @MethodSource("every")
  void passes_when_the_healer_heals_right(String name) throws Exception {
    DrillSeries series = run(name);
    assertThat(series.verdict()).as(String.join("\n", series.reasons())).isEqualTo(Verdict.PASSED);
    assertThat(series.shown().evidence().status()).isEqualTo(RunStatus.COMPLETED);
    assertPutBack();
  }

  static Stream<Drill> everyOnCluster() {
    return Drills.onCluster().stream();
  }

  @ParameterizedTest
  @MethodSource("everyOnCluster")
  void a_drill_of_a_cluster_passes_when_the_operator_heals_right(Drill drill) throws Exception {
    world = new FakeWorld(MANIFESTS, 3);
    DrillSeries series = runner().run(DrillRequest.once(drill), said::add);
    assertThat(series.verdict()).as(String.join("\n", series.reasons())).isEqualTo(Verdict.PASSED);
    assertPutBack();
  }

  @Test
  void every_drill_of_one_machine_is_on_a_cluster_too_or_says_why_not() {
    Set<String> both =
        Stream.concat(
                Drills.onCluster().stream().map(Drill::name),
                Drills.notOnCluster().keySet().stream())
            .collect(Collectors.toSet());
    assertThat(both).containsAll(every().toList());
    assertThat(Drills.notOnCluster().keySet())
        .isSubsetOf(every().toList())
        .doesNotContainAnyElementsOf(Drills.onCluster().stream().map(Drill::name).toList());
  }

  @Test
  void database_failover_hits_the_member_that_takes_the_writes() throws Exception {
    world = new FakeWorld(MANIFESTS, 3);
    Drill drill =
        Drills.onCluster().stream()
            .filter(d -> d.name().equals("database-failover"))
            .findFirst()
            .orElseThrow();
    DrillSeries series = runner().run(DrillRequest.once(drill), said::add);
    assertThat(series.shown().evidence().hit()).containsExactly("uid-postgres-2");
  }

  @Test
  void what_the_system_objects_to_is_refused_and_nothing_is_broken() {
    world.objections = List.of("rights: you may not create pods (expected: a Role)");
    assertThatThrownBy(() -> run("kill-instance"))
        .isInstanceOf(DrillRefused.class)
        .hasMessageContaining("rights: you may not create pods");
    assertThat(world.done()).isEmpty();
  }

  @Test
  void what_comes_by_itself_is_waited_for_but_not_for_ever() throws Exception {
    world.awaited = "revision 1 is not yet proven";
    assertThatThrownBy(() -> run("bad-release"))
        .isInstanceOf(DrillRefused.class)
        .hasMessageContaining("revision 1 is not yet proven");
    assertThat(said).containsExactly("waiting: revision 1 is not yet proven");
    world.after(60, () -> world.awaited = null);
    assertThat(run("bad-release").verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void a_load_that_cannot_be_stopped_leaves_a_report_that_says_so() throws Exception {
    world.traffic.unstoppable = true;
    DrillSeries series = run("kill-instance");
    assertThat(series.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(series.reasons()).anyMatch(r -> r.contains("the load could not be stopped: gone"));
  }

  @ParameterizedTest
  @MethodSource("every")
  void fails_when_a_booking_is_lost(String name) throws Exception {
    world.traffic.lost = 1;
    DrillSeries series = run(name);
    assertThat(series.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(series.reasons()).anyMatch(r -> r.contains("1 lost"));
    assertPutBack();
  }

  @ParameterizedTest
  @MethodSource("every")
  void fails_when_a_booking_is_charged_twice(String name) throws Exception {
    world.traffic.chargedTwice = 1;
    DrillSeries series = run(name);
    assertThat(series.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(series.reasons()).anyMatch(r -> r.contains("the money adds up; but 601 charges"));
    assertPutBack();
  }

  @Test
  void a_shed_request_is_harm_as_a_failed_one_is() throws Exception {
    world.after(8, () -> world.traffic.shedding = true);
    world.after(9, () -> world.traffic.shedding = false);
    DrillSeries series = run("false-alarm");
    assertThat(series.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(series.reasons())
        .anyMatch(r -> r.contains("no request fails or is shed; but 0 of"))
        .anyMatch(r -> r.endsWith("200 were shed"));
  }

  @Test
  void database_down_fails_when_a_backend_is_restarted() throws Exception {
    world.healerRestartsBackends = true;
    DrillSeries series = run("database-down");
    assertThat(series.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(series.reasons()).anyMatch(r -> r.contains("trixtech-backend-1 was restarted"));
  }

  @Test
  void database_down_says_that_the_end_of_the_fault_was_the_cure() throws Exception {
    DrillResult result = run("database-down").shown();
    assertThat(result.measures().recoveredBy()).isEqualTo("fault-end");
    assertThat(result.evidence().traffic().failed()).isPositive();
  }

  @Test
  void false_alarm_fails_when_something_is_done() throws Exception {
    world.healerActsOnFalseAlarm = true;
    DrillSeries series = run("false-alarm");
    assertThat(series.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(series.reasons())
        .anyMatch(r -> r.contains("nothing is done; but Restart of trixtech-backend-0"))
        .anyMatch(r -> r.contains("no incident is opened"));
  }

  @Test
  void kill_instance_fails_when_the_recovery_is_too_late() throws Exception {
    world.startTakes = Duration.ofSeconds(6);
    DrillSeries series = run("kill-instance");
    assertThat(series.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(series.reasons())
        .anyMatch(r -> r.contains("ready again within 3 s of the fault; but it took 6"));
  }

  @Test
  void a_healer_that_sees_nothing_makes_the_drill_overdue_and_the_fault_is_undone()
      throws Exception {
    world.healerIsBlind = true;
    DrillSeries series = run("bad-release");
    assertThat(series.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(series.shown().evidence().status()).isEqualTo(RunStatus.OVERDUE);
    assertThat(series.reasons())
        .anyMatch(r -> r.contains("no incident was opened"))
        .anyMatch(r -> r.contains("putting it back made a new revision"));
    assertPutBack();
  }

  @Test
  void a_73_a_roll_back_done_twice_is_seen_by_the_platforms_own_counter() throws Exception {
    world.healerRollsBackTwice = true;
    DrillSeries series = run("healer-killed");
    assertThat(series.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(series.reasons()).anyMatch(r -> r.contains("3 new revisions"));
  }

  @Test
  void healer_killed_kills_it_in_the_middle_and_measures_its_return() throws Exception {
    DrillResult result = run("healer-killed").shown();
    assertThat(world.done())
        .containsSubsequence("apply release", "kill healer", "restart healer", "roll back");
    assertThat(result.measures().healingAgainMs()).isNotNull().isLessThan(3000L);
  }

  @Test
  void a_load_that_cannot_keep_up_is_inconclusive_and_nothing_is_broken() throws Exception {
    world.traffic.share = 0.5;
    DrillSeries series = run("kill-instance");
    assertThat(series.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(series.shown().evidence().status()).isEqualTo(RunStatus.ABORTED);
    assertThat(series.reasons()).anyMatch(r -> r.contains("100 requests a second"));
    assertThat(world.done()).isEmpty();
  }

  @Test
  void a_baseline_with_failures_is_inconclusive_and_nothing_is_broken() throws Exception {
    world.traffic.failing = true;
    assertThat(run("kill-instance").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(world.done()).isEmpty();
  }

  @Test
  void an_incident_that_passed_before_the_fault_is_not_taken_for_the_faults() throws Exception {
    world.incidentThatPasses();
    DrillSeries series = run("kill-instance");
    assertThat(series.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(series.reasons()).anyMatch(r -> r.contains("was opened before the fault"));
    assertThat(world.done()).isEmpty();
  }

  @Test
  void an_unchecked_ledger_is_inconclusive() throws Exception {
    world.traffic.uncheckable = true;
    DrillSeries series = run("kill-instance");
    assertThat(series.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(series.reasons()).anyMatch(r -> r.contains("the ledger could not be checked"));
  }

  @ParameterizedTest
  @MethodSource("every")
  void an_interruption_takes_the_fault_back(String name) throws Exception {
    world.onPause =
        () -> {
          if (world.broken()) {
            world.onPause = null;
            Thread.currentThread().interrupt();
          }
        };
    DrillSeries series = run(name, false, 3);
    assertThat(series.runs()).hasSize(1);
    assertThat(series.shown().evidence().status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(series.verdict()).isNotEqualTo(Verdict.PASSED);
    assertPutBack();
  }

  @Test
  void rolling_update_fails_when_an_old_instance_stays() throws Exception {
    world.rollOutGetsStuck = true;
    DrillSeries series = run("rolling-update");
    assertThat(series.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(series.reasons()).anyMatch(r -> r.contains("but it took 82 s"));
    assertPutBack();
  }

  @Test
  void an_interruption_of_the_preparation_takes_it_back() {
    world.onPause =
        () -> {
          if (world.isControllable()) {
            world.onPause = null;
            Thread.currentThread().interrupt();
          }
        };
    assertThatThrownBy(() -> run("payment-hang")).isInstanceOf(InterruptedException.class);
    assertThat(world.done()).containsExactly("open the control port", "close the control port");
    assertThat(Thread.interrupted()).isFalse();
    assertPutBack();
  }

  @Test
  void a_preparation_that_does_not_work_is_refused_and_taken_back() {
    world.controlPortStaysClosed = true;
    assertThatThrownBy(() -> run("payment-slow"))
        .isInstanceOf(DrillRefused.class)
        .hasMessageContaining(
            "control port of payment-gateway: closed after 120 s (expected: open)");
    assertPutBack();
  }

  @Test
  void the_preparation_is_made_once_for_all_runs_and_before_their_load() throws Exception {
    DrillSeries series = run("payment-errors-100", true, 2);
    assertThat(series.verdict()).as(String.join("\n", series.reasons())).isEqualTo(Verdict.PASSED);
    assertThat(series.runs()).hasSize(2);
    String on = "payment-gateway fails 100 % of the requests";
    String off = "payment-gateway is well again";
    assertThat(world.done())
        .containsExactly(
            "open the control port", on, off, on, off, on, off, "close the control port");
    assertPutBack();
  }

  @Test
  void a_fault_that_nobody_feels_lasts_as_long_as_it_was_meant_to_and_then_some() throws Exception {
    var seen = run("payment-hang").shown().evidence();
    Instant faultAt = Objects.requireNonNull(seen.faultAt());
    Instant faultEndedAt = Objects.requireNonNull(seen.faultEndedAt());
    assertThat(Duration.between(faultAt, faultEndedAt))
        .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
    assertThat(Duration.between(faultEndedAt, seen.endedAt()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void a_provider_that_nobody_misses_proves_nothing() throws Exception {
    world.providerFaultIsNotFelt = true;
    DrillSeries series = run("payment-hang");
    assertThat(series.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(series.reasons()).anyMatch(r -> r.contains("the fault had no effect"));
  }

  @Test
  void payment_hang_fails_when_a_backlog_keeps_the_system_down_after_its_end() throws Exception {
    world.traffic.deferralFails = true;
    world.backlogTakes = Duration.ofSeconds(15);
    DrillSeries series = run("payment-hang");
    assertThat(series.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(series.reasons())
        .anyMatch(
            r -> r.contains("98 % of the baseline 10 s after") && r.contains("100.0 % before"));
  }

  @Test
  void traffic_burst_goes_to_capacity_then_above_it_and_says_what_was_served() throws Exception {
    DrillSeries series = run("traffic-burst");
    assertThat(world.done())
        .containsExactly("give it a small capacity", "take back the small capacity");
    Overload overload = Overload.of(series.shown().evidence()).orElseThrow();
    assertThat(overload.offeredAtCapacity()).isBetween(140.0, 160.0);
    assertThat(overload.offered()).isBetween(430.0, 460.0);
    assertThat(overload.ratio()).isBetween(0.99, 1.01);
    assertThat(Files.readString(series.directory().resolve("report.md")))
        .contains(" at the capacity of 150/s");
    assertPutBack();
  }

  @Test
  void traffic_burst_fails_when_the_goodput_collapses() throws Exception {
    world.traffic.burstCollapses = true;
    DrillSeries series = run("traffic-burst");
    assertThat(series.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(series.reasons()).anyMatch(r -> r.contains("at least 0.9 of that at capacity"));
    assertPutBack();
  }

  @Test
  void traffic_burst_fails_when_the_excess_times_out_instead_of_being_turned_away()
      throws Exception {
    world.traffic.excessTimesOut = true;
    DrillSeries series = run("traffic-burst");
    assertThat(series.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(series.reasons())
        .anyMatch(r -> r.contains("fail otherwise than by 503 with Retry-After; but 0 of"));
    assertPutBack();
  }

  @Test
  void traffic_burst_proves_nothing_where_the_machine_is_not_up_to_the_capacity() throws Exception {
    world.traffic.capacity = 110;
    DrillSeries series = run("traffic-burst");
    assertThat(series.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(series.reasons()).anyMatch(r -> r.contains("did not get so far: 1"));
    assertPutBack();
  }

  @Test
  void frontend_killed_fails_when_a_page_is_not_served() throws Exception {
    world.after(5, () -> world.traffic.failing = true);
    world.after(5.2, () -> world.traffic.failing = false);
    DrillSeries series = run("frontend-killed");
    assertThat(series.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(series.reasons()).anyMatch(r -> r.contains("no page and no form fails or is shed"));
    assertPutBack();
  }

  @Test
  void payment_hang_fails_when_payments_are_settled_too_late_or_twice() throws Exception {
    world.traffic.settledAfter = Duration.ofSeconds(31);
    world.traffic.chargedTwice = 2;
    DrillSeries series = run("payment-hang");
    assertThat(series.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(series.reasons())
        .anyMatch(r -> r.contains("within 30 s of the traffic's end"))
        .anyMatch(r -> r.contains("2 double"));
  }

  @Test
  void payment_hang_fails_when_a_backend_is_restarted_for_it() throws Exception {
    world.healerRestartsBackends = true;
    DrillSeries series = run("payment-hang");
    assertThat(series.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(series.reasons()).anyMatch(r -> r.contains("trixtech-backend-1 was restarted"));
    assertPutBack();
  }

  @Test
  void a_provider_whose_fault_stays_is_dirty_until_it_is_cleaned() throws Exception {
    world.faultsStay = true;
    assertThat(run("payment-hang", false, 2).runs()).hasSize(1);
    assertThat(state.resolve("drills/active.json")).content().contains("DIRTY");
    world.faultsStay = false;
    assertThatThrownBy(() -> run("false-alarm"))
        .isInstanceOf(DrillRefused.class)
        .hasMessageContaining("DIRTY");
    runner().clean();
    assertThat(run("false-alarm").verdict()).isEqualTo(Verdict.PASSED);
    assertPutBack();
  }

  @Test
  void an_interruption_while_the_healer_is_dead_brings_it_back() throws Exception {
    world.onPause =
        () -> {
          if (world.done().contains("kill healer")) {
            world.onPause = null;
            Thread.currentThread().interrupt();
          }
        };
    run("healer-killed");
    assertThat(world.done()).endsWith("restart healer", "apply original");
    assertPutBack();
  }

  @Test
  void an_exception_takes_the_fault_back() throws Exception {
    world.onPause =
        () -> {
          if (!world.done().isEmpty()) {
            world.onPause = null;
            throw new IllegalStateException("the drill itself is broken");
          }
        };
    DrillSeries series = run("hang-instance");
    assertThat(series.verdict()).isNotEqualTo(Verdict.PASSED);
    assertThat(series.reasons()).anyMatch(r -> r.contains("the drill itself is broken"));
    assertPutBack();
  }

  @Test
  void a_fault_that_stays_is_dirty_and_no_other_drill_starts_until_it_is_cleaned()
      throws Exception {
    world.faultsStay = true;
    assertThat(run("kill-instance").verdict()).isNotEqualTo(Verdict.PASSED);
    assertThat(state.resolve("drills/active.json")).exists();
    world.faultsStay = false;
    assertThatThrownBy(() -> run("false-alarm"))
        .isInstanceOf(DrillRefused.class)
        .hasMessageContaining("DIRTY");
    assertThat(runner().clean()).contains("took back KILL on trixtech-backend-0");
    assertThat(run("false-alarm").verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void a_system_that_is_not_steady_is_refused_and_nothing_is_broken() {
    world.inject(FaultKind.WORKLOAD_DOWN, "postgres", Duration.ofSeconds(5));
    assertThatThrownBy(() -> run("kill-instance"))
        .isInstanceOf(DrillRefused.class)
        .hasMessageContaining("postgres: Degraded, 0 of 1 ready")
        .hasMessageContaining("WORKLOAD_DOWN on postgres is active");
    assertThat(world.done()).hasSize(1);
  }

  @Test
  void a_paused_healer_is_refused_because_the_drill_would_prove_nothing() {
    world.pause("a person's", Duration.ofMinutes(1));
    assertThatThrownBy(() -> run("kill-instance")).hasMessageContaining("automation: Paused");
  }

  @Test
  void only_one_drill_runs_at_a_time() throws Exception {
    List<String> refused = new ArrayList<>();
    world.onPause =
        () -> {
          world.onPause = null;
          try {
            run("false-alarm");
          } catch (DrillRefused e) {
            refused.addAll(e.reasons());
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        };
    run("kill-instance");
    assertThat(refused).singleElement().asString().contains("another drill runs");
  }

  @Test
  void too_few_ready_instances_stop_the_drill_at_once() throws Exception {
    world.onPause =
        () -> {
          if (!world.done().isEmpty()) {
            world.onPause = null;
            world.inject(FaultKind.KILL, "trixtech-backend-2", Duration.ofSeconds(1));
          }
        };
    DrillResult result = run("kill-instance").shown();
    assertThat(result.evidence().status()).isEqualTo(RunStatus.STOPPED);
    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void the_control_runs_with_the_healer_paused_and_the_difference_is_shown() throws Exception {
    DrillSeries series = run("bad-release", true, 1);
    assertThat(series.verdict()).isEqualTo(Verdict.PASSED);
    DrillResult control = Objects.requireNonNull(series.control());
    assertThat(control.measures().recoveredBy()).isIn("not", "fault-end");
    assertThat(control.evidence().acts()).isEmpty();
    assertThat(Files.readString(series.directory().resolve("report.md")))
        .contains("| | healing | only observing |");
    assertPutBack();
  }

  @Test
  void repeated_runs_hit_fresh_instances_and_give_medians() throws Exception {
    DrillSeries series = run("kill-instance", false, 3);
    assertThat(series.runs()).hasSize(3);
    assertThat(series.runs().stream().flatMap(r -> r.evidence().hit().stream()).distinct())
        .hasSize(3);
    assertThat(Objects.requireNonNull(series.spreads().get("readyAgainMs")).values()).hasSize(3);
    assertThat(said).contains("run 2 of 3", "waiting for the steady state");
    assertThat(series.directory().resolve("run-3/report.html")).exists();
  }

  @Test
  void progress_tells_each_second_what_happens() throws Exception {
    run("kill-instance");
    assertThat(said)
        .anyMatch(s -> s.startsWith("t+0.0 s") && s.contains("KILL on trixtech-backend-0"))
        .anyMatch(s -> s.matches("t\\+0\\.\\d s +incident i-\\d+ opened: InstanceCrashed on .*"))
        .anyMatch(s -> s.startsWith("t+4.0 s") && s.contains("requests, 0 failed"));
  }
}
