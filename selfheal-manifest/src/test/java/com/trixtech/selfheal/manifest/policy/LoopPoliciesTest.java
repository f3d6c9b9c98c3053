package com.trixtech.selfheal.manifest.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.Dependency;
import com.trixtech.selfheal.core.model.Policy;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.manifest.ManifestReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopPoliciesTest {

  @Test
  void every_cause_and_remedy_that_a_policy_can_name_is_one_of_the_loop() {
    List<String> causes =
        Arrays.stream(Cause.values())
            .filter(c -> c != Cause.NOTHING_WRONG)
            .map(Cause::word)
            .toList();
    assertThat(Arrays.stream(CauseName.values()).map(Enum::name))
        .containsExactlyInAnyOrderElementsOf(causes);
    assertThat(Arrays.stream(Remedy.values()).map(Enum::name))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(RemedyKind.values()).map(RemedyKind::word).toList());
  }

  @Test
  void the_reference_policies_mean_in_the_loop_what_they_say() throws Exception {
    List<Policy> policies = LoopPolicies.of(ManifestReader.read(Path.of("../deploy")));
    Policy backend =
        policies.stream()
            .filter(p -> p.target().name().equals("trixtech-backend"))
            .findFirst()
            .orElseThrow();

    assertThat(backend.mode()).isEqualTo(com.trixtech.selfheal.core.model.Mode.ENFORCE);
    assertThat(backend.dependsOn())
        .extracting(Dependency::name, Dependency::strength, Dependency::external)
        .containsExactly(
            tuple("postgres", Dependency.Strength.HARD, false),
            tuple("payment-gateway", Dependency.Strength.SOFT, false));
    assertThat(backend.serviceLevel())
        .isEqualTo(new Policy.ServiceLevel(0.1, 20, Duration.ofSeconds(5), null));
    assertThat(backend.detection().notReadyFor()).isEqualTo(Duration.ofSeconds(4));
    assertThat(backend.ladder())
        .filteredOn(r -> r.isFor(Cause.BAD_RELEASE))
        .extracting(Policy.Rung::remedy)
        .containsExactly(RemedyKind.ROLL_BACK, RemedyKind.ESCALATE);
    assertThat(backend.maintenance().closed(Instant.EPOCH)).isEmpty();
  }
}
