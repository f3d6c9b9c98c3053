package com.trixtech.booking.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.booking.load.InMemorySystem.Trouble;
import com.trixtech.booking.load.guest.Met;
import com.trixtech.booking.load.history.Call;
import com.trixtech.booking.load.history.Call.Kind;
import com.trixtech.booking.load.history.Call.Outcome;
import com.trixtech.booking.load.ledger.LedgerCheck;
import com.trixtech.booking.load.ledger.LedgerReport;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadRunTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private final InMemorySystem system = new InMemorySystem();

  @AfterEach
  void stop() {
    system.close();
  }

  /** The time-out is for a machine that does much else at the same time. */
  private LoadRun load() {
    return load(Duration.ofSeconds(60));
  }

  private LoadRun load(Duration timeout) {
    return LoadRun.start(
        new LoadPlan(
            system.backend(), Profile.steady(150), 0.4, 7, timeout, Duration.ofMillis(20)));
  }

  private LedgerReport check(LoadRun run) throws Exception {
    return LedgerCheck.overHttp(system.backend(), system.gateway(), run.history(), PATIENCE);
  }

  private static long calls(LoadRun run, Kind kind, Outcome outcome) {
    return run.history().calls().stream()
        .filter(c -> c.kind() == kind && c.outcome() == outcome)
        .count();
  }

  @Test
  void guests_do_all_that_guests_do_and_the_books_agree() throws Exception {
    try (var run = load()) {
      await(() ->
          run.acknowledged() >= 60
              && calls(run, Kind.CANCEL, Outcome.DONE) >= 5
              && calls(run, Kind.PAY, Outcome.DECLINED) >= 5);
      LoadReport report = run.stop();
      assertThat(report.failed()).as(report.toString()).isZero();
      assertThat(report.ok()).isEqualTo(report.total());
      LedgerReport ledger = check(run);
      assertThat(ledger.breaches()).as(ledger.examples().toString()).isEmpty();
      assertThat(ledger.acknowledged()).isGreaterThanOrEqualTo(60);
      assertThat(ledger.unknown()).isZero();
      assertThat(ledger.payments().refunds()).isGreaterThanOrEqualTo(5);
      assertThat(ledger.payments().declined()).isGreaterThanOrEqualTo(5);
      assertThat(ledger.payments().chargedMinor() - ledger.payments().refundedMinor())
          .isEqualTo(ledger.payments().dueMinor())
          .isPositive();
      assertThat(
              run.history().calls().stream()
                  .collect(Collectors.groupingBy(Call::key, Collectors.counting())))
          .as("some sent a form twice")
          .containsValue(2L);
      assertThat(system.requests()).containsKeys("GET /availability", "GET /bookings/{id}");
    }
  }

  @Test
  void about_four_requests_in_ten_write() {
    try (var run = load()) {
      await(() -> run.total() >= 1000);
      run.stop();
      double writes = run.history().calls().size();
      assertThat(writes / run.total()).isBetween(0.36, 0.44);
    }
  }

  @Test
  void lost_answers_are_asked_for_again_with_the_same_key_and_nothing_is_done_twice()
      throws Exception {
    system.trouble(
        (method, _, nth) -> method.equals("POST") && nth % 4 == 0 ? Trouble.CUT : Trouble.NONE);
    try (var run = load()) {
      await(() ->
          calls(run, Kind.BOOK, Outcome.UNKNOWN) >= 10
              && calls(run, Kind.PAY, Outcome.UNKNOWN) >= 10
              && run.acknowledged() >= 50);
      LoadReport report = run.stop();
      assertThat(report.failures().keySet()).allMatch(kind -> kind.startsWith("connection broken"));
      LedgerReport ledger = check(run);
      assertThat(ledger.breaches()).as(ledger.examples().toString()).isEmpty();
      List<String> resolved =
          run.history().calls().stream()
              .filter(c -> c.kind() == Kind.BOOK && c.outcome() == Outcome.UNKNOWN)
              .map(Call::key)
              .filter(key ->
                  run.history().calls().stream()
                      .anyMatch(c -> c.key().equals(key) && c.outcome() == Outcome.DONE))
              .toList();
      assertThat(resolved).as("by a retry").isNotEmpty();
    }
  }

  @Test
  void what_a_guest_never_learns_is_unknown_and_is_held_against_nobody() throws Exception {
    system.trouble((method, _, _) -> method.equals("POST") ? Trouble.CUT : Trouble.NONE);
    try (var run = load()) {
      await(() -> calls(run, Kind.BOOK, Outcome.UNKNOWN) >= 30);
      run.stop();
      LedgerReport ledger = check(run);
      assertThat(ledger.breaches()).as(ledger.examples().toString()).isEmpty();
      assertThat(ledger.acknowledged()).isZero();
      assertThat(ledger.unknown()).isPositive();
      assertThat(ledger.unacknowledged()).isPositive();
    }
  }

  @Test
  void shed_requests_are_counted_apart_and_come_again() throws Exception {
    system.trouble((_, _, nth) -> nth % 3 == 0 ? Trouble.SHED : Trouble.NONE);
    try (var run = load()) {
      await(() -> run.count(Met.SHED) >= 50 && run.acknowledged() >= 10);
      LoadReport report = run.stop();
      assertThat(report.failures()).isEmpty();
      assertThat(report.shed() + report.ok()).isEqualTo(report.total());
      assertThat(Objects.requireNonNull(report.turnedAway()).count()).isEqualTo(report.shed());
      assertThat(run.lastHarm()).isPresent();
      // The reader is turned away at first, too.
      assertThat(check(run).clean()).isTrue();
    }
  }

  @Test
  void a_deferred_payment_is_no_failure_and_the_check_waits_until_it_is_settled() throws Exception {
    system.defer();
    try (var run = load()) {
      await(() -> run.count(Met.DEFERRED) >= 20);
      LoadReport report = run.stop();
      assertThat(report.failed()).as(report.failures().toString()).isZero();
      assertThat(report.deferred()).isGreaterThanOrEqualTo(20);
      LedgerReport open =
          LedgerCheck.overHttp(
              system.backend(), system.gateway(), run.history(), Duration.ofMillis(1));
      assertThat(open.unsettled()).isGreaterThanOrEqualTo(10);
      assertThat(open.count(com.trixtech.booking.load.ledger.Breach.values()))
          .as("and nothing else is said of them")
          .isEqualTo(open.unsettled());
      Thread settler =
          Thread.ofVirtual()
              .start(() -> {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
                system.settle();
              });
      LedgerReport settled = check(run);
      settler.join();
      assertThat(settled.breaches()).as(settled.examples().toString()).isEmpty();
      assertThat(settled.settledAfter()).isPositive();
      assertThat(settled.payments().charges()).isGreaterThanOrEqualTo(10);
    }
  }

  @Test
  void answers_that_contradict_the_contract_are_failures_that_say_so() {
    system.show(booking -> booking.put("room", "another"));
    try (var run = load()) {
      await(() -> run.count(Met.FAILED) >= 10);
      assertThat(run.stop().failures())
          .containsKey("contradiction: POST /bookings answered 201: room is another");
    }
  }

  @Test
  void a_service_that_hangs_is_harm_from_when_its_requests_were_due() {
    system.trouble((_, _, _) -> Trouble.HANG);
    try (var run = load(Duration.ofMillis(300))) {
      await(() -> run.count(Met.FAILED) >= 50);
      LoadReport report = run.stop();
      assertThat(report.failures()).containsOnlyKeys("timeout");
      assertThat(report.p50()).isGreaterThanOrEqualTo(Duration.ofMillis(300));
      assertThat(report.firstFailure().orElseThrow()).isBefore(report.lastFailure().orElseThrow());
    }
  }

  @Test
  void a_service_that_is_not_there_fails_every_request_and_guests_keep_coming() {
    var plan = LoadPlan.of(URI.create("http://127.0.0.1:1"), Profile.steady(400));
    try (var run = LoadRun.start(plan)) {
      await(() -> run.count(Met.FAILED) >= 50);
      LoadReport report = run.stop();
      assertThat(report.failed()).isEqualTo(report.total());
      assertThat(report.failures()).containsOnlyKeys("connection refused");
      assertThat(run.seconds()).isNotEmpty().allMatch(s -> s.failed() == s.total());
      assertThat(run.seconds().stream().mapToLong(LoadReport.Second::total).sum())
          .isEqualTo(report.total());
      assertThat(run.history().calls()).as("nobody got as far as booking").isEmpty();
    }
  }

  @Test
  void each_phase_of_a_profile_is_reported_with_its_goodput() {
    var profile = Profile.parse("100:1s,300:2s,100");
    var plan =
        new LoadPlan(
            system.backend(), profile, 0.4, 3, Duration.ofSeconds(60), Duration.ofMillis(20));
    try (var run = LoadRun.start(plan)) {
      await(() -> run.report().phases().getLast().total() >= 20);
      LoadReport report = run.stop();
      assertThat(report.phases())
          .extracting(LoadReport.Phase::wanted)
          .containsExactly(100, 300, 100);
      assertThat(report.phases().get(1).lasted()).isEqualTo(Duration.ofSeconds(2));
      assertThat(report.phases()).allMatch(phase -> phase.total() > 0);
      assertThat(report.phases().get(1).goodput())
          .isEqualTo(report.phases().get(1).ok() / 2.0)
          .isPositive();
      assertThat(report.phases().stream().mapToLong(LoadReport.Phase::total).sum())
          .isEqualTo(report.total());
    }
  }

  @Test
  void what_was_met_before_the_measuring_began_is_forgotten_and_what_was_booked_is_not()
      throws Exception {
    system.trouble((_, _, _) -> Trouble.ERROR);
    try (var run = load()) {
      await(() -> run.count(Met.FAILED) >= 20);
      system.trouble((_, _, _) -> Trouble.NONE);
      await(() -> run.acknowledged() >= 10);
      run.measureFromNow();
      assertThat(run.lastHarm()).isEmpty();
      await(() -> run.total() >= 50);
      LoadReport report = run.stop();
      assertThat(report.failed()).isZero();
      LedgerReport ledger = check(run);
      assertThat(ledger.clean()).as(ledger.examples().toString()).isTrue();
      assertThat(ledger.acknowledged()).isGreaterThanOrEqualTo(10);
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("not within 60 s").isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }
}
