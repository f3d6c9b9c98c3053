package com.trixtech.selfheal.drill.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.drill.ProviderFault;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProviderControlTest {
  @Test
  void each_fault_is_said_in_the_words_of_the_control_port() {
    Map.of(
            new ProviderFault.Slow(100), "{\"kind\":\"Slow\",\"factor\":100.0}",
            new ProviderFault.Hang(), "{\"kind\":\"Hang\"}",
            new ProviderFault.Errors(0.05), "{\"kind\":\"Errors\",\"ratio\":0.05}",
            new ProviderFault.AnswerLost(1), "{\"kind\":\"AnswerLost\",\"ratio\":1.0}")
        .forEach(
            (fault, json) -> assertThat(ProviderControl.json(fault).toString()).isEqualTo(json));
  }

  @Test
  void each_fault_says_what_its_callers_meet_with() {
    assertThat(new ProviderFault.Slow(100).sentence()).isEqualTo("answers 100 times as slowly");
    assertThat(new ProviderFault.Errors(0.05).sentence()).isEqualTo("fails 5 % of the requests");
    assertThat(new ProviderFault.AnswerLost(1).sentence())
        .isEqualTo("charges, and loses 100 % of the answers");
  }
}
