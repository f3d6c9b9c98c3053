package com.trixtech.booking.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTest {
  @Test
  void the_last_phase_goes_on() {
    Profile profile = Profile.parse("100:10s, 300:20s, 100");
    assertThat(profile.phaseAt(Duration.ZERO)).isZero();
    assertThat(profile.phaseAt(Duration.ofMillis(9999))).isZero();
    assertThat(profile.phaseAt(Duration.ofSeconds(10))).isEqualTo(1);
    assertThat(profile.phaseAt(Duration.ofSeconds(30))).isEqualTo(2);
    assertThat(profile.phaseAt(Duration.ofHours(9))).isEqualTo(2);
  }

  @Test
  void it_is_written_as_it_is_read() {
    assertThat(Profile.parse("100:10s,300:20s,100")).hasToString("100:10s,300:20s,100");
    assertThat(Profile.steady(200)).isEqualTo(Profile.parse("200")).hasToString("200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "0", "10001", "100,200", "100:0s,200", "100:10,200", "100:10s,"})
  void what_is_no_profile_is_refused(String text) {
    assertThatThrownBy(() -> Profile.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: ");
  }
}
