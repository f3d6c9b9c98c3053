package com.trixtech.selfheal.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import com.trixtech.selfheal.kubernetes.journal.RemediationJournal;
import com.trixtech.selfheal.kubernetes.journal.Retention;
import com.trixtech.selfheal.kubernetes.objects.Marks;
import com.trixtech.selfheal.kubernetes.operator.Approvals;
import com.trixtech.selfheal.kubernetes.testing.ApiServer;
import com.trixtech.selfheal.kubernetes.testing.Requests;
import com.trixtech.selfheal.kubernetes.testing.Specs;
import com.trixtech.selfheal.server.ControlException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An approval while others write too; nobody leads, so nothing else changes. */
class ClusterApprovalTest {
  private static final Instant AT = Instant.parse("2026-11-29T12:00:00Z");
  private static final String NAMED = "i-0001/1 InstanceHung: Replace backend-a";

  private final Requests line = new Requests();
  private final List<String> besides = new ArrayList<>();
  private final AtomicInteger changes = new AtomicInteger();

  @SuppressWarnings("NullAway.Init")
  private ApiServer server;

  @SuppressWarnings("NullAway.Init")
  private KubernetesClient api;

  @SuppressWarnings("NullAway.Init")
  private String name;

  @SuppressWarnings("NullAway.Init")
  private RemediationJournal journal;

  @BeforeEach
  void begin() {
    server = ApiServer.get();
    api = server.acting(line);
    name = server.namespace("approval");
    server
        .admin()
        .resource(Specs.policy(name, "backend", "{targetRef: {kind: Deployment, name: backend}}"))
        .create();
    journal = RemediationJournal.open(server.admin(), name, Set.of(name), Retention.DEFAULT);
    journal.append(
        new JournalEntry.IncidentOpened(
            AT, "i-0001", workload(), Cause.INSTANCE_HUNG, AT, null, 0));
    await("backend-a");
  }

  @AfterEach
  void end() {
    if (api != null) {
      api.close();
    }
  }

  private WorkloadRef workload() {
    return new WorkloadRef(name, WorkloadRef.Kind.DEPLOYMENT, "backend");
  }

  /** The operator plans to replace that pod, and waits for a person. */
  private void await(String pod) {
    Remedy remedy = new Remedy.Replace(new InstanceRef(workload(), pod, "uid-" + pod));
    journal.append(new JournalEntry.Planned(AT, "i-0001", 0, remedy, "it answers"));
    journal.append(
        new JournalEntry.Judged(
            AT, "i-0001", remedy, new Verdict(Verdict.Reason.AWAITING_APPROVAL, "Approve", null)));
    journal.flush();
  }

  private void changePolicy() {
    server
        .admin()
        .resources(HealPolicy.class)
        .inNamespace(name)
        .withName("backend")
        .edit(p -> {
          p.getMetadata().setLabels(Map.of("change", "c" + changes.incrementAndGet()));
          return p;
        });
  }

  private Map<String, String> annotations() {
    return Marks.annotations(
        server.admin().resources(HealPolicy.class).inNamespace(name).withName("backend").get());
  }

  private void approve() {
    Config config = new ConfigBuilder(api.getConfiguration()).withNamespace(name).build();
    Namespace namespace = new Namespace(api, new Kubeconfig(config, "test"));
    new ClusterApproval(
            namespace,
            new ClusterTarget(null, name, null, "./selfheal", Map.of(), Path.of("")),
            new Confirmation(namespace, InstantSource.system(), besides::add))
        .give("i-0001");
  }

  @Test
  void where_nobody_leads_it_is_written_and_said_to_wait() {
    approve();

    assertThat(annotations()).containsEntry(Approvals.ANNOTATION, NAMED);
    assertThat(besides)
        .containsExactly(
            "no operator has led in this namespace; what was written counts as soon as one does");
  }

  @Test
  void a_policy_that_was_changed_meanwhile_is_read_again() {
    line.justBefore("PATCH", this::changePolicy);

    approve();

    assertThat(annotations()).containsEntry(Approvals.ANNOTATION, NAMED);
    assertThat(line.sent()).filteredOn(r -> r.startsWith("PATCH")).hasSize(2);
  }

  @Test
  void a_plan_that_was_changed_meanwhile_is_not_allowed() {
    line.justBefore(
        "PATCH",
        () -> {
          await("backend-b");
          changePolicy();
        });

    assertThatThrownBy(this::approve)
        .isInstanceOf(ControlException.class)
        .hasMessage(
            "plan: changed meanwhile, from \"%s\" to \"%s\"",
            NAMED, NAMED.replace("backend-a", "backend-b"));
    assertThat(annotations()).isEmpty();
  }

  @Test
  void a_policy_that_changes_all_the_time_is_given_up() {
    changeBeforeEachPatch();

    assertThatThrownBy(this::approve)
        .isInstanceOfSatisfying(
            CommandFailure.class, e -> assertThat(e.exit()).isEqualTo(ExitCode.INCONCLUSIVE))
        .hasMessage(
            "incident: the policy of i-0001 was changed by others, 5 times"
                + " (expected: to be left alone)");
  }

  private void changeBeforeEachPatch() {
    line.justBefore(
        "PATCH",
        () -> {
          changePolicy();
          changeBeforeEachPatch();
        });
  }
}
