package com.trixtech.selfheal.local.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.local.controllers.WorkloadSpec.Update;
import com.trixtech.selfheal.manifest.semantics.IntOrPercent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The planners, run against a small world in which each step takes effect at once. */
final class PlansTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest(name = "{0} replicas, surge {1}, unavailable {2}")
  @CsvSource({
    "3,1,0",
    "3,0,1",
    "3,25%,25%",
    "10,25%,25%",
    "1,25%,25%",
    "4,100%,0",
    "5,0,100%",
    "3,0,0"
  })
  void a_rolling_update_stays_within_its_bounds_and_ends(
      int desired, String surge, String unavailable) {
    Update update = update(surge, unavailable);
    List<Member> world = new ArrayList<>(members("old", desired, false, true));
    int most = desired + update.maxSurge().roundUp(desired);
    int away = update.maxUnavailable().roundDown(desired);
    int least = desired - (away == 0 && update.maxSurge().roundUp(desired) == 0 ? 1 : away);
    int made = 0;
    for (int step = 0; step < 100 && !done(world, desired); step++) {
      RollingPlan plan = RollingPlan.rolling(desired, update, world);
      world.removeIf(m -> plan.remove().contains(m.uid()));
      for (int i = 0; i < plan.create(); i++) {
        world.add(member("new" + made++, -1, true, false));
      }
      assertThat(world).hasSizeLessThanOrEqualTo(most);
      assertThat(world.stream().filter(Member::available).count()).isGreaterThanOrEqualTo(least);
      IntStream.range(0, world.size())
          .filter(i -> !world.get(i).available())
          .findFirst()
          .ifPresent(i -> world.set(i, member(world.get(i).uid(), -1, true, true)));
    }
    assertThat(done(world, desired)).isTrue();
  }

  @Test
  void a_release_that_never_becomes_ready_takes_nothing_away_that_serves() {
    List<Member> world = new ArrayList<>(members("old", 3, false, true));
    world.add(member("new", -1, true, false));
    assertThat(RollingPlan.rolling(3, update("1", "0"), world))
        .isEqualTo(new RollingPlan(0, List.of()));
  }

  @Test
  void a_roll_back_ends_the_broken_instances_first() {
    List<Member> world = new ArrayList<>(members("good", 2, true, true));
    world.addAll(members("bad", 2, false, false));
    RollingPlan plan = RollingPlan.rolling(3, update("1", "0"), world);
    assertThat(plan.remove()).containsExactly("bad1");
    assertThat(plan.create()).isZero();
  }

  @Test
  void scaling_down_takes_what_is_not_ready_and_then_the_youngest() {
    List<Member> world = new ArrayList<>(members("m", 3, true, true));
    world.add(member("sick", -1, true, false));
    assertThat(RollingPlan.rolling(3, update("1", "0"), world).remove()).containsExactly("sick");
    assertThat(RollingPlan.rolling(1, update("1", "0"), world).remove())
        .containsExactly("sick", "m2", "m1");
  }

  @Test
  void recreate_makes_nothing_new_while_something_old_is_there() {
    List<Member> world = members("old", 2, false, true);
    assertThat(RollingPlan.recreate(2, world))
        .isEqualTo(new RollingPlan(0, List.of("old0", "old1")));
    Member going = new Member("old0", -1, false, null, false, 0, T0, true);
    assertThat(RollingPlan.recreate(2, List.of(going))).isEqualTo(new RollingPlan(0, List.of()));
    assertThat(RollingPlan.recreate(2, List.of()).create()).isEqualTo(2);
  }

  @Test
  void a_stateful_set_does_one_thing_at_a_time_in_order() {
    Member zero = member("0", 0, true, true);
    assertThat(OrderedPlan.next(2, true, List.of())).isEqualTo(new OrderedPlan.Create(0));
    assertThat(OrderedPlan.next(2, true, List.of(member("0", 0, true, false))))
        .isEqualTo(new OrderedPlan.Wait());
    assertThat(OrderedPlan.next(2, true, List.of(zero))).isEqualTo(new OrderedPlan.Create(1));
    Member one = member("1", 1, false, true);
    assertThat(OrderedPlan.next(2, true, List.of(zero, one)))
        .isEqualTo(new OrderedPlan.Remove("1"));
    assertThat(OrderedPlan.next(2, false, List.of(zero, one))).isEqualTo(new OrderedPlan.Wait());
    assertThat(OrderedPlan.next(1, false, List.of(zero, one)))
        .isEqualTo(new OrderedPlan.Remove("1"));
  }

  @Test
  void a_stateful_set_replaces_an_outdated_instance_that_is_stuck() {
    Member stuck = member("1", 1, false, false);
    Member zero = member("0", 0, false, true);
    assertThat(OrderedPlan.next(2, true, List.of(zero, stuck)))
        .isEqualTo(new OrderedPlan.Remove("1"));
  }

  private static boolean done(List<Member> world, int desired) {
    return world.size() == desired && world.stream().allMatch(m -> m.current() && m.available());
  }

  private static Update update(String surge, String unavailable) {
    return new Update(
        Update.Way.ROLLING, IntOrPercent.parse(surge), IntOrPercent.parse(unavailable));
  }

  private static List<Member> members(String name, int count, boolean current, boolean available) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            new Member(
                name + i,
                -1,
                current,
                available ? T0.plusSeconds(i) : null,
                available,
                0,
                T0.plusSeconds(i),
                false))
        .toList();
  }

  private static Member member(String uid, int ordinal, boolean current, boolean available) {
    return new Member(uid, ordinal, current, available ? T0 : null, available, 0, T0, false);
  }
}
