package com.trixtech.selfheal.kubernetes.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import com.trixtech.selfheal.kubernetes.operator.PolicyBook.Page;
import com.trixtech.selfheal.kubernetes.testing.Specs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which policies are followed, and what the process may do at most. */
class PolicyBookTest {
  private static final WorkloadRef BACKEND =
      new WorkloadRef("booking", WorkloadRef.Kind.DEPLOYMENT, "backend");

  private static HealPolicy policy(String name, String spec) {
    return Specs.policy("booking", name, spec);
  }

  @ParameterizedTest
  @CsvSource({
    "Enforce, OBSERVE, OBSERVE",
    "Enforce, APPROVE, APPROVE",
    "Enforce, ENFORCE, ENFORCE",
    "Observe, ENFORCE, OBSERVE"
  })
  void theProcessMayLowerAPolicysModeAndNeverRaiseIt(String own, Mode most, Mode expected) {
    HealPolicy policy =
        policy("one", "{targetRef: {kind: Deployment, name: backend}, mode: %s}".formatted(own));

    assertThat(PolicyBook.of(List.of(policy), most).policies())
        .singleElement()
        .satisfies(p -> assertThat(p.mode()).isEqualTo(expected));
  }

  @Test
  void twoPoliciesOnOneTargetAreNotFollowedButTheirTargetIsStillLookedAt() {
    String spec = "{targetRef: {kind: Deployment, name: backend}}";

    PolicyBook book =
        PolicyBook.of(List.of(policy("one", spec), policy("two", spec)), Mode.ENFORCE);

    assertThat(book.policies()).isEmpty();
    assertThat(book.workloads()).containsExactly(BACKEND);
    assertThat(book.pages())
        .hasSize(2)
        .allSatisfy(page ->
            assertThat(page)
                .isInstanceOfSatisfying(
                    Page.Disabled.class,
                    d -> assertThat(d.reason()).isEqualTo(PolicyBook.Reason.CLASH)));
  }

  @Test
  void aPolicyThatCannotBeReadDoesNotTakeTheOthersWithIt() {
    PolicyBook book =
        PolicyBook.of(
            List.of(
                policy("bad", "{targetRef: {kind: Deployment, name: other}, mode: Watch}"),
                policy("good", "{targetRef: {kind: Deployment, name: backend}}")),
            Mode.ENFORCE);

    assertThat(book.policies())
        .singleElement()
        .satisfies(p -> assertThat(p.target()).isEqualTo(BACKEND));
    assertThat(book.pages())
        .anySatisfy(page ->
            assertThat(page)
                .isInstanceOfSatisfying(
                    Page.Disabled.class, d -> assertThat(d.message()).contains("mode: Watch")));
    assertThat(book.workloads())
        .containsExactlyInAnyOrder(
            BACKEND, new WorkloadRef("booking", WorkloadRef.Kind.DEPLOYMENT, "other"));
  }

  @Test
  void whatATargetDependsOnIsLookedAtToo() {
    PolicyBook book =
        PolicyBook.of(
            List.of(
                policy(
                    "one",
                    "{targetRef: {kind: Deployment, name: backend}, dependsOn:"
                        + " [{name: db, targetRef: {kind: StatefulSet, name: postgres}}]}")),
            Mode.ENFORCE);

    assertThat(book.workloads())
        .containsExactly(
            BACKEND, new WorkloadRef("booking", WorkloadRef.Kind.STATEFUL_SET, "postgres"));
  }

  @Test
  void case2APolicyWithoutATargetIsNotFollowed() {
    PolicyBook book =
        PolicyBook.of(List.of(Specs.policy("booking", "one", "{mode: Enforce}")), Mode.ENFORCE);

    assertThat(book.followed()).isEmpty();
    assertThat(book.workloads()).isEmpty();
    assertThat(book.pages())
        .singleElement()
        .isInstanceOfSatisfying(
            Page.Disabled.class, page -> assertThat(page.message()).contains("targetRef"));
  }

  @Test
  void case2AnEmptyListOfNamespacesDoesNotMeanAll() {
    Map<String, String> environment =
        Map.of("POD_NAME", "o", "POD_NAMESPACE", "home", "SELFHEAL_NAMESPACES", " , ");

    assertThatThrownBy(() -> OperatorSettings.of(environment))
        .hasMessage("SELFHEAL_NAMESPACES: \" , \" (expected: names, or * for all)");
    assertThat(OperatorSettings.of(Map.of("POD_NAME", "o", "POD_NAMESPACE", "home")))
        .satisfies(settings -> {
          assertThat(settings.namespaces()).containsExactly("home");
          assertThat(settings.mode()).isEqualTo(Mode.OBSERVE);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "PORT, 70000, PORT: 70000 (expected: 0 to 65535)",
    "SELFHEAL_MODE, Watch, 'SELFHEAL_MODE: Watch (expected: Observe, Approve or Enforce)'"
  })
  void aSettingThatCannotBeReadSaysWhatWasExpected(String name, String value, String message) {
    Map<String, String> environment = Map.of("POD_NAME", "o", "POD_NAMESPACE", "home", name, value);

    assertThatThrownBy(() -> OperatorSettings.of(environment)).hasMessage(message);
  }
}
