package com.trixtech.selfheal.local.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RestartDelayTest {
  @ParameterizedTest(name = "restart {0} after {1} s")
  @CsvSource({"0,0", "1,10", "2,20", "3,40", "4,80", "5,160", "6,300", "7,300", "1000,300"})
  void restarts_wait_as_the_kubelets_do(int step, int seconds) {
    assertThat(RestartDelay.KUBELET.before(step)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void ten_minutes_of_running_are_a_new_beginning() {
    assertThat(RestartDelay.KUBELET.next(5, Duration.ofMinutes(9))).isEqualTo(5);
    assertThat(RestartDelay.KUBELET.next(5, Duration.ofMinutes(10))).isZero();
  }
}
