package com.trixtech.selfheal.kubernetes.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import com.trixtech.selfheal.kubernetes.api.Remediation;
import com.trixtech.selfheal.kubernetes.objects.PauseWish;
import com.trixtech.selfheal.kubernetes.testing.Requests;
import com.trixtech.selfheal.kubernetes.testing.Specs;
import com.trixtech.selfheal.kubernetes.testing.Waiting;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people may do with the roles that are installed for them, and what they may not. */
class PeopleTest extends OperatedTest {
  private static final String ON_CALL = "ada";
  private static final String EDITOR = "grace";
  private static final String VIEWER = "mary";
  private static final String OBSERVE = "{\"spec\": {\"mode\": \"Observe\"}}";

  @BeforeEach
  void govern() throws IOException {
    world.policy("backend", OperatedCluster.REPLACE);
    apply("base/people.yaml");
    bind(world.namespace, "Role", "selfheal-operate", ON_CALL);
    bind(world.namespace, "ClusterRole", "selfheal-view-" + world.namespace, VIEWER);
    allow(world.namespace, EDITOR, "get", "create", "patch", "update");
    Waiting.until(
        "the rights are known, and what is asked besides",
        () ->
            answer(EDITOR, OBSERVE).isEmpty()
                && answer(VIEWER, OBSERVE).contains("cannot patch")
                && answer(ON_CALL, OBSERVE).contains("may patch HealPolicies"));
  }

  private void allow(String namespace, String user, String... verbs) {
    world
        .server
        .admin()
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(user)
                .endMetadata()
                .withRules(
                    new PolicyRuleBuilder()
                        .withApiGroups(HealPolicy.GROUP)
                        .withResources("healpolicies")
                        .withVerbs(verbs)
                        .build())
                .build())
        .create();
    bind(namespace, "Role", user, user);
  }

  private void bind(String namespace, String kind, String role, String user) {
    world
        .server
        .admin()
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(role + "-" + user)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", kind, role)
                .addNewSubject()
                .withApiGroup("rbac.authorization.k8s.io")
                .withKind("User")
                .withName(user)
                .endSubject()
                .build())
        .create();
  }

  private HealPolicy patch(String user, String change, boolean dryRun) {
    return patch(world.namespace, user, change, dryRun);
  }

  /** A change as kubectl would send it. */
  private HealPolicy patch(String namespace, String user, String change, boolean dryRun) {
    PatchContext context =
        new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withDryRun(dryRun ? List.of("All") : null)
            .build();
    try (KubernetesClient api = world.server.acting(new Requests(), user)) {
      return api.resources(HealPolicy.class)
          .inNamespace(namespace)
          .withName("backend")
          .patch(context, change);
    }
  }

  /** What the server would say to a change; empty where it would take it. */
  private String answer(String user, String change) {
    try {
      patch(user, change, true);
      return "";
    } catch (KubernetesClientException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String annotations(Map<String, String> values) {
    StringBuilder json = new StringBuilder();
    values.forEach((name, value) ->
        json.append(json.isEmpty() ? "" : ",").append("\"%s\": %s".formatted(name, value)));
    return "{\"metadata\": {\"annotations\": {%s}}}".formatted(json);
  }

  private static String quoted(String value) {
    return "\"" + value.replace("\"", "\\\"") + "\"";
  }

  @Test
  void whoIsOnCallMayAllowAndPauseAndSignsWithTheirOwnName() {
    HealPolicy patched =
        patch(
            ON_CALL,
            annotations(
                Map.of(
                    Approvals.ANNOTATION, quoted("i-0001/1 InstanceHung: Replace backend-1"),
                    Approvals.BY, quoted(ON_CALL),
                    PauseWish.ANNOTATION, quoted("2026-11-29T14:00:00Z load test"),
                    PauseWish.BY, quoted(ON_CALL))),
            false);

    assertThat(patched.getMetadata().getAnnotations())
        .containsEntry(Approvals.BY, ON_CALL)
        .containsEntry(PauseWish.BY, ON_CALL);
    assertThatCode(() ->
            patch(
                ON_CALL,
                annotations(Map.of(PauseWish.ANNOTATION, "null", PauseWish.BY, "null")),
                false))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"spec\": {\"mode\": \"Observe\"}}",
        "{\"spec\": {\"suspend\": true}}",
        "{\"metadata\": {\"labels\": {\"a\": \"b\"}}}",
        "{\"metadata\": {\"finalizers\": [\"a.example.org/b\"]}}",
        "{\"metadata\": {\"annotations\": {\"a\": \"b\"}}}",
        "{\"metadata\": {\"annotations\": {\"kept\": null}}}"
      })
  void whoIsOnCallMayChangeNothingElse(String change) {
    patch(EDITOR, annotations(Map.of("kept", quoted("as it is"))), false);

    assertThatThrownBy(() -> patch(ON_CALL, change, false))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403))
        .hasMessageContaining("ada may patch HealPolicies and not update them")
        .hasMessageContaining("(expected: nothing else changed)");
    assertThatCode(() -> patch(EDITOR, change, false)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {ON_CALL, EDITOR})
  void nobodySignsWithAnotherName(String user) {
    assertThatThrownBy(() -> patch(user, annotations(Map.of(Approvals.BY, quoted("eve"))), false))
        .hasMessageContaining(
            "selfheal.trixtech.com/approved-by: eve (expected: %s, who asks, or none)"
                .formatted(user));
    assertThatThrownBy(() ->
            patch(
                user,
                annotations(
                    Map.of(
                        PauseWish.ANNOTATION,
                        quoted("2026-11-29T14:00:00Z load test"),
                        PauseWish.BY,
                        quoted("eve"))),
                false))
        .hasMessageContaining("selfheal.trixtech.com/paused-by: eve (expected: " + user);
  }

  @Test
  void anotherPersonsNameDoesNotStayUnderWhatIsAllowedNow() {
    patch(
        ON_CALL,
        annotations(Map.of(Approvals.ANNOTATION, quoted("one"), Approvals.BY, quoted(ON_CALL))),
        false);

    String next = annotations(Map.of(Approvals.ANNOTATION, quoted("two")));
    assertThatThrownBy(() -> patch(EDITOR, next, false))
        .hasMessageContaining("approved-by: ada (expected: grace, who asks, or none)");
    assertThatCode(() -> patch(EDITOR, OBSERVE, false))
        .as("what does not touch it needs no name")
        .doesNotThrowAnyException();
    assertThatCode(() ->
            patch(
                EDITOR,
                annotations(Map.of(Approvals.ANNOTATION, quoted("two"), Approvals.BY, "null")),
                false))
        .doesNotThrowAnyException();
  }

  @Test
  void whoMakesAPolicySignsWithTheirOwnNameToo() {
    HealPolicy made =
        Specs.policy(world.namespace, "made", "{targetRef: {kind: Deployment, name: made}}");
    made.getMetadata().setAnnotations(Map.of(Approvals.BY, "eve"));

    try (KubernetesClient api = world.server.acting(new Requests(), EDITOR)) {
      assertThatThrownBy(() -> api.resource(made).create())
          .hasMessageContaining("approved-by: eve (expected: grace");
      made.getMetadata().setAnnotations(Map.of());
      assertThatCode(() -> api.resource(made).create()).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "2026-11-29T14:00:00Z", "1h load test", ""})
  void aPauseThatCannotBeReadIsRefusedWithWhatWasExpected(String value) {
    assertThatThrownBy(
            () -> patch(ON_CALL, annotations(Map.of(PauseWish.ANNOTATION, quoted(value))), false))
        .hasMessageContaining(
            "selfheal.trixtech.com/paused: \"%s\" (expected: %s)"
                .formatted(value, PauseWish.EXPECTED));
  }

  @Test
  void whoViewsSeesPoliciesAndRemediationsAndChangesNeither() {
    try (KubernetesClient api = world.server.acting(new Requests(), VIEWER)) {
      assertThat(api.resources(HealPolicy.class).inNamespace(world.namespace).list().getItems())
          .hasSize(1);
      assertThat(api.resources(Remediation.class).inNamespace(world.namespace).list().getItems())
          .isEmpty();
      assertThat(Leader.read(api, world.namespace)).isEmpty();
    }
    assertThat(answer(VIEWER, annotations(Map.of(PauseWish.ANNOTATION, "null"))))
        .contains("cannot patch");
  }

  @Test
  void inAnotherNamespaceNothingIsAsked() {
    String other = world.server.namespace("other");
    world
        .server
        .admin()
        .resource(Specs.policy(other, "backend", "{targetRef: {kind: Deployment, name: backend}}"))
        .create();
    allow(other, ON_CALL, "get", "patch");

    Waiting.until(
        "the rights are known",
        () -> {
          try {
            patch(other, ON_CALL, "{\"spec\": {\"mode\": \"Approve\"}}", false);
            return true;
          } catch (KubernetesClientException late) {
            return false;
          }
        });
  }
}
