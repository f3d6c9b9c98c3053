package com.trixtech.selfheal.kubernetes.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.trixtech.selfheal.core.act.Act;
import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.journal.Journal.JournalUnavailable;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.InstanceRef;
import com.trixtech.selfheal.core.model.Pause;
import com.trixtech.selfheal.core.model.Remedy;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.kubernetes.api.Remediation;
import com.trixtech.selfheal.kubernetes.api.RemediationSpec.Entry;
import com.trixtech.selfheal.kubernetes.testing.ApiServer;
import com.trixtech.selfheal.kubernetes.testing.Requests;
import com.trixtech.selfheal.kubernetes.testing.Waiting;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What befalls a journal in a cluster: other writers, people with kubectl, time. */
class RemediationJournalTest {
  private static final Instant AT = Instant.parse("2026-02-03T04:05:06Z");

  @SuppressWarnings("NullAway.Init")
  private ApiServer server;

  @SuppressWarnings("NullAway.Init")
  private KubernetesClient api;

  @SuppressWarnings("NullAway.Init")
  private String home;

  @SuppressWarnings("NullAway.Init")
  private String tenant;

  private final Requests line = new Requests();

  @BeforeEach
  void begin() {
    server = ApiServer.get();
    api = server.acting(line);
    home = server.namespace("home");
    tenant = server.namespace("tenant");
  }

  @AfterEach
  void end() {
    if (api != null) {
      api.close();
    }
  }

  private RemediationJournal open(Retention retention) {
    return RemediationJournal.open(api, home, Set.of(tenant), retention);
  }

  private RemediationJournal open() {
    return open(Retention.DEFAULT);
  }

  private JournalEntry opened(int number, Instant at) {
    return new JournalEntry.IncidentOpened(
        at,
        id(number),
        new WorkloadRef(tenant, WorkloadRef.Kind.DEPLOYMENT, "backend"),
        Cause.INSTANCE_CRASHED,
        at,
        null,
        0);
  }

  private static String id(int number) {
    return "i-%04d".formatted(number);
  }

  private static JournalEntry escalated(int number, String why) {
    return new JournalEntry.Escalated(AT, id(number), why);
  }

  private static JournalEntry closed(int number, Instant at) {
    return new JournalEntry.IncidentClosed(at, id(number), Incident.Ending.RECOVERED, at, "good");
  }

  private static void write(RemediationJournal journal, JournalEntry... entries) {
    for (JournalEntry entry : entries) {
      journal.append(entry);
      journal.flush();
    }
  }

  private List<String> pages(String namespace) {
    return server
        .admin()
        .resources(Remediation.class)
        .inNamespace(namespace)
        .list()
        .getItems()
        .stream()
        .map(r -> r.getMetadata().getName())
        .toList();
  }

  @Test
  void anIncidentIsWrittenBesideItsWorkloadUnderItsName() {
    write(open(), opened(1, AT));

    assertThat(pages(tenant)).containsExactly("backend-i-0001");
  }

  @Test
  void case15AnOperatorThatIsNoLongerLeaderCannotWriteBesideTheNextOne() {
    RemediationJournal old = open();
    write(old, opened(1, AT));
    RemediationJournal next = open();
    write(next, escalated(1, "the next one's"));

    assertThatThrownBy(() -> write(old, escalated(1, "the old one's")))
        .isInstanceOf(JournalUnavailable.class)
        .hasMessageContaining("another one writes too");
    assertThat(open().replay()).containsExactly(opened(1, AT), escalated(1, "the next one's"));
  }

  @Test
  void anAnswerThatWasLostIsNoSecondEntry() {
    RemediationJournal journal = open();
    write(journal, opened(1, AT));
    // The request arrives and is done, and then the line is cut.
    line.justBefore(
        "PATCH",
        () -> {
          Pages arrived = Pages.open(server.admin(), home, Set.of(tenant));
          Page page = arrived.page(new PageName(tenant, "backend-i-0001"));
          arrived.take(page, page.head(), escalated(1, "lost"));
          arrived.write(page);
          line.cut(true);
        });

    assertThatThrownBy(() -> write(journal, escalated(1, "lost")))
        .isInstanceOf(JournalUnavailable.class);
    line.cut(false);
    write(journal, escalated(1, "kept"));

    assertThat(open().replay())
        .containsExactly(opened(1, AT), escalated(1, "lost"), escalated(1, "kept"));
  }

  @Test
  void aRemediationThatSomebodyDeletedIsMadeAgainWithAllThatStoodInIt() {
    RemediationJournal journal = open();
    write(journal, opened(1, AT));
    server.admin().resources(Remediation.class).inNamespace(tenant).delete();
    Waiting.until("it is deleted", () -> pages(tenant).isEmpty());

    write(journal, escalated(1, "and on"));

    assertThat(open().replay()).containsExactly(opened(1, AT), escalated(1, "and on"));
  }

  @Test
  void aNamespaceThatIsDeletedDoesNotStopTheJournal() {
    RemediationJournal journal = open();
    write(journal, opened(1, AT));
    server.admin().namespaces().withName(tenant).delete();
    Waiting.until(
        "it is on its way out",
        () ->
            "Terminating"
                .equals(server.admin().namespaces().withName(tenant).get().getStatus().getPhase()));
    server.admin().resources(Remediation.class).inNamespace(tenant).delete();
    Waiting.until("what was in it is gone", () -> pages(tenant).isEmpty());

    write(journal, closed(1, AT));

    assertThat(pages(home)).containsExactly("journal-0001");
    assertThat(open().replay()).containsExactly(closed(1, AT));
  }

  @Test
  void aLongStoryIsContinuedOnAnotherPageBeforeOneIsTooBigForEtcd() {
    RemediationJournal journal = open();
    write(journal, opened(1, AT));
    String much = "x".repeat(12 * 1024);
    List<JournalEntry> story = IntStream.range(0, 4).mapToObj(i -> escalated(1, i + much)).toList();
    story.forEach(entry -> write(journal, entry));

    assertThat(pages(tenant)).containsExactly("backend-i-0001", "backend-i-0001.2");
    assertThat(open().replay()).hasSize(5).endsWith(story.toArray(JournalEntry[]::new));
  }

  @Test
  void incidentsThatEndedLongAgoGoButForTheLastWhoseNumberMustNotComeAgain() {
    Retention one = new Retention(1, Duration.ofDays(1));
    RemediationJournal journal = open(one);
    for (int i = 1; i <= 3; i++) {
      write(journal, opened(i, AT));
      write(journal, closed(i, AT));
    }
    write(journal, new JournalEntry.RevisionCondemned(AT, backend(), "bad", id(1)));
    write(journal, new JournalEntry.PlatformRestarted(AT, backend(), "backend-a", "uid", "ITSELF"));

    RemediationJournal later = open(one);
    JournalEntry started = new JournalEntry.HealerStarted(AT.plus(Duration.ofDays(2)));
    write(later, started);

    assertThat(pages(tenant)).containsExactly("backend-i-0002", "backend-i-0003");
    assertThat(open(one).replay())
        .containsExactly(
            opened(2, AT),
            closed(2, AT),
            opened(3, AT),
            closed(3, AT),
            new JournalEntry.RevisionCondemned(AT, backend(), "bad", id(1)),
            started);
  }

  @Test
  void theKeysOfActsGoWithTheIncidentsThatTheyBelongTo() {
    Retention one = new Retention(1, Duration.ofDays(1));
    RemediationJournal journal = open(one);
    for (int i = 1; i <= 3; i++) {
      write(journal, opened(i, AT));
      write(journal, intended(act(i)), reported(act(i)));
      write(journal, closed(i, AT));
    }
    RemediationJournal next = open(one);
    assertThat(next.find(act(1).key())).isPresent();

    write(next, new JournalEntry.HealerStarted(AT.plus(Duration.ofDays(2))));

    assertThat(next.find(act(1).key())).isEmpty();
    assertThat(next.find(act(2).key())).isPresent();
    assertThat(next.find(act(3).key())).isPresent();
  }

  private static JournalEntry intended(Act act) {
    String incident = act.key().substring(0, act.key().indexOf('/'));
    return new JournalEntry.ActIntended(AT, incident, act.key(), act.remedy(), act.undo(), null);
  }

  private static JournalEntry reported(Act act) {
    String incident = act.key().substring(0, act.key().indexOf('/'));
    return new JournalEntry.ActReported(
        AT, incident, act.key(), new Outcome(Outcome.Kind.DONE, "done", AT));
  }

  @Test
  void allThatLeadsToAnActIsOneRequest() {
    RemediationJournal journal = open();
    journal.append(opened(1, AT));
    journal.append(escalated(1, "one"));
    journal.append(intended(act(1)));
    journal.flush();
    journal.append(reported(act(1)));
    journal.append(closed(1, AT));
    journal.flush();

    String page = "/apis/selfheal.trixtech.com/v1alpha1/namespaces/" + tenant + "/remediations";
    assertThat(line.sent())
        .filteredOn(r -> !r.equals("GET " + page) && r.contains(tenant))
        .containsExactly("POST " + page, "PATCH " + page + "/backend-i-0001");
    assertThat(open().replay())
        .containsExactly(
            opened(1, AT), escalated(1, "one"), intended(act(1)), reported(act(1)), closed(1, AT));
  }

  @Test
  void anActIsBegunOnlyWhenItsIntentIsInTheCluster() {
    RemediationJournal journal = open();
    journal.append(opened(1, AT));
    journal.append(intended(act(1)));

    assertThatThrownBy(() -> journal.begin(act(1))).hasMessageContaining("no intent of it");
    journal.flush();
    journal.begin(act(1));

    assertThat(journal.find(act(1).key()).orElseThrow().outcome()).isNull();
    assertThatThrownBy(() -> journal.begin(act(2))).hasMessageContaining("no intent of it");
  }

  @Test
  void anIntentOfAnEarlierLifeMayHaveBeenBegunAndOneOfThisLifeThatWasNotIsKnownNotTo() {
    RemediationJournal journal = open();
    write(journal, opened(1, AT), intended(act(1)));

    assertThat(journal.find(act(1).key())).isEmpty();
    assertThat(open().find(act(1).key())).isPresent();
  }

  @Test
  void labelsAndAStatusThatOthersWriteAreNoReasonToLookAgain() {
    RemediationJournal journal = open();
    write(journal, opened(1, AT));
    server
        .admin()
        .resources(Remediation.class)
        .inNamespace(tenant)
        .withName("backend-i-0001")
        .edit(r -> {
          r.getMetadata().setLabels(Map.of("team", "shop"));
          return r;
        });
    int before = line.sent().size();

    write(journal, escalated(1, "and on"));

    assertThat(line.sent().subList(before, line.sent().size())).hasSize(1);
  }

  @Test
  void whatAQuotaOfItsNamespaceRefusesIsWrittenInTheOperatorsOwn() {
    refuseRemediations();
    RemediationJournal journal = open();

    write(journal, opened(1, AT), closed(1, AT));

    assertThat(pages(tenant)).isEmpty();
    assertThat(open().replay()).containsExactly(opened(1, AT), closed(1, AT));
  }

  @Test
  void whatANewerOperatorWroteIsReadAsFarAsItIsKnownAndKeptAsItStands() {
    write(open(), opened(1, AT));
    server
        .admin()
        .resources(Remediation.class)
        .inNamespace(tenant)
        .withName("backend-i-0001")
        .edit(page -> {
          Entry known = page.getSpec().entries().getFirst();
          Entry more =
              new Entry(
                  known.sequence(),
                  known.at(),
                  known.entry().replace("\"rung\":0", "\"rung\":0,\"mood\":\"calm\""));
          Entry kind =
              new Entry(
                  known.sequence() + 1, known.at(), "{\"kind\":\"Sung\",\"at\":\"" + AT + "\"}");
          page.setSpec(Page.with(page.getSpec(), Stream.of(more, kind).map(Line::of).toList()));
          return page;
        });

    RemediationJournal older = open();
    write(older, closed(1, AT), new JournalEntry.HealerStarted(AT.plus(Duration.ofDays(2))));

    assertThat(older.torn()).isEmpty();
    assertThat(older.foreign()).isEqualTo(1);
    assertThat(older.replay()).startsWith(opened(1, AT), closed(1, AT));
    assertThat(
            server
                .admin()
                .resources(Remediation.class)
                .inNamespace(tenant)
                .withName("backend-i-0001")
                .get()
                .getSpec()
                .entries())
        .extracting(Entry::entry)
        .hasSize(3)
        .anyMatch(e -> e.contains("\"mood\":\"calm\""))
        .anyMatch(e -> e.contains("Sung"));
  }

  @Test
  void ofAPauseWhoseNameIsUsedAgainTheLastWordIsKept() {
    Retention day = new Retention(1, Duration.ofDays(1));
    RemediationJournal journal = open(day);
    journal.append(paused("shop/again", 5));
    journal.append(new JournalEntry.Resumed(AT, "shop/again", "ada"));
    journal.append(paused("shop/again", 4));
    journal.append(paused("shop/shortened", 6));
    journal.append(paused("shop/shortened", 1));
    journal.append(paused("shop/ended", 5));
    journal.append(new JournalEntry.Resumed(AT, "shop/ended", "ada"));
    journal.flush();

    JournalEntry started = new JournalEntry.HealerStarted(AT.plus(Duration.ofDays(2)));
    journal.append(started);
    journal.flush();

    assertThat(open(day).replay()).containsExactly(paused("shop/again", 4), started);
  }

  private JournalEntry paused(String id, int days) {
    return new JournalEntry.Paused(
        AT, new Pause(id, backend(), "load test", "ada", AT, AT.plus(Duration.ofDays(days))));
  }

  private Act act(int incident) {
    return new Act(
        id(incident) + "/1",
        new Remedy.Replace(new InstanceRef(backend(), "backend-a", "uid")),
        false);
  }

  /**
   * No controller runs here that would count, so the quota's status says itself that it is full.
   */
  private void refuseRemediations() {
    Map<String, Quantity> none =
        Map.of("count/remediations.selfheal.trixtech.com", new Quantity("0"));
    ResourceQuota quota =
        new ResourceQuotaBuilder()
            .withNewMetadata()
            .withNamespace(tenant)
            .withName("none")
            .endMetadata()
            .withNewSpec()
            .withHard(none)
            .endSpec()
            .build();
    ResourceQuota made = server.admin().resource(quota).create();
    made.setStatus(new ResourceQuotaStatusBuilder().withHard(none).withUsed(none).build());
    server.admin().resource(made).updateStatus();
    Remediation tried = new PageName(tenant, "tried").object();
    tried.setSpec(Page.with(Heads.opened((JournalEntry.IncidentOpened) opened(1, AT)), List.of()));
    Waiting.until(
        "the quota holds",
        () -> {
          try {
            api.resource(tried).dryRun().create();
            return false;
          } catch (KubernetesClientException refused) {
            return refused.getCode() == 403;
          }
        });
  }

  @Test
  void whatTellsOfAnIncidentAndWhatDoesNotIsKnownByName() {
    RemediationJournal journal = open();
    assertThat(journal.own()).isEmpty();

    write(journal, new JournalEntry.HealerStarted(AT), opened(1, AT));

    assertThat(journal.own())
        .extracting(r -> r.getMetadata().getNamespace() + "/" + r.getMetadata().getName())
        .containsExactly(home + "/journal-0001");
    assertThat(journal.remediation(id(1)).orElseThrow().getMetadata().getName())
        .isEqualTo("backend-i-0001");
    assertThat(journal.remediation(id(2))).isEmpty();
  }

  private WorkloadRef backend() {
    return new WorkloadRef(tenant, WorkloadRef.Kind.DEPLOYMENT, "backend");
  }
}
