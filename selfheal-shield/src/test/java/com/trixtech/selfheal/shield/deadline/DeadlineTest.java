package com.trixtech.selfheal.shield.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.shield.ManualClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {
  private final ManualClock clock = new ManualClock();

  @Test
  void time_passes_also_over_the_end_of_the_clocks_numbers() {
    Deadline deadline = Deadline.in(Duration.ofSeconds(3), clock);
    clock.advance(Duration.ofMillis(2999));
    assertThat(deadline.left()).isEqualTo(Duration.ofMillis(1));
    assertThat(deadline.toHeader()).isEqualTo("1");
    assertThat(deadline.passed()).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(deadline.passed()).isTrue();
    assertThat(deadline.toHeader()).isEqualTo("0");
  }

  @Test
  void within_work_it_only_becomes_shorter() {
    Deadline outer = Deadline.in(Duration.ofSeconds(1), clock);
    Deadline longer = Deadline.in(Duration.ofSeconds(9), clock);
    Duration seen =
        outer.within(() -> longer.within(() -> Deadline.current().orElseThrow().left()));
    assertThat(seen).isEqualTo(Duration.ofSeconds(1));
    assertThat(longer.atMost(Duration.ofSeconds(2)).left()).isEqualTo(Duration.ofSeconds(2));
    assertThat(outer.atMost(Duration.ofSeconds(2)).left()).isEqualTo(Duration.ofSeconds(1));
    assertThat(Deadline.current()).isEmpty();
  }

  @Test
  void the_header_carries_the_time_that_is_left() {
    Deadline read = Deadline.fromHeader(" 1500 ").orElseThrow();
    assertThat(read.left()).isPositive().isLessThanOrEqualTo(Duration.ofMillis(1500));
    assertThat(Deadline.fromHeader("0").orElseThrow().passed()).isTrue();
    assertThat(Deadline.fromHeader("999999999").orElseThrow().left())
        .as("a claim is cut to an hour")
        .isLessThanOrEqualTo(Duration.ofHours(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.5", "soon", "99999999999999999999", "١٢"})
  void a_header_that_is_no_number_is_as_none(String value) {
    assertThat(Deadline.fromHeader(value)).isEqualTo(Optional.empty());
  }
}
