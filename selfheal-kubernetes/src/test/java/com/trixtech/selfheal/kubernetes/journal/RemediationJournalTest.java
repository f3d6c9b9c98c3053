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
import com.trixtech.selfheal.kubernetes.api.RemediationStatus;
import com.trixtech.selfheal.kubernetes.testing.ApiServer;
import com.trixtech.selfheal.kubernetes.testing.Requests;
import com.trixtech.selfheal.kubernetes.testing.Waiting;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
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
    open().append(opened(1, AT));

    assertThat(pages(tenant)).containsExactly("backend-i-0001");
  }

  @Test
  void case15AnOperatorThatIsNoLongerLeaderCannotWriteBesideTheNextOne() {
    RemediationJournal old = open();
    old.append(opened(1, AT));
    RemediationJournal next = open();
    next.append(escalated(1, "the next one's"));

    assertThatThrownBy(() -> old.append(escalated(1, "the old one's")))
        .isInstanceOf(JournalUnavailable.class)
        .hasMessageContaining("another one writes too");
    assertThat(open().replay()).containsExactly(opened(1, AT), escalated(1, "the next one's"));
  }

  @Test
  void anAnswerThatWasLostIsNoSecondEntry() {
    RemediationJournal journal = open();
    journal.append(opened(1, AT));
    // The request arrives and is done, and then the line is cut.
    line.justBefore(
        "PATCH",
        () -> {
          Pages arrived = Pages.open(server.admin(), home, Set.of(tenant));
          Page page = arrived.page(new PageName(tenant, "backend-i-0001"));
          arrived.append(page, page.head(), AT, Lines.text(escalated(1, "lost")));
          line.cut(true);
        });

    assertThatThrownBy(() -> journal.append(escalated(1, "lost")))
        .isInstanceOf(JournalUnavailable.class);
    line.cut(false);
    journal.append(escalated(1, "kept"));

    assertThat(open().replay()).containsExactly(opened(1, AT), escalated(1, "kept"));
  }

  @Test
  void aRemediationThatSomebodyDeletedIsMadeAgainWithAllThatStoodInIt() {
    RemediationJournal journal = open();
    journal.append(opened(1, AT));
    server.admin().resources(Remediation.class).inNamespace(tenant).delete();
    Waiting.until("it is deleted", () -> pages(tenant).isEmpty());

    journal.append(escalated(1, "and on"));

    assertThat(open().replay()).containsExactly(opened(1, AT), escalated(1, "and on"));
  }

  @Test
  void aNamespaceThatIsDeletedDoesNotStopTheJournal() {
    RemediationJournal journal = open();
    journal.append(opened(1, AT));
    server.admin().namespaces().withName(tenant).delete();
    Waiting.until(
        "it is on its way out",
        () ->
            "Terminating"
                .equals(server.admin().namespaces().withName(tenant).get().getStatus().getPhase()));
    server.admin().resources(Remediation.class).inNamespace(tenant).delete();
    Waiting.until("what was in it is gone", () -> pages(tenant).isEmpty());

    journal.append(closed(1, AT));

    assertThat(pages(home)).containsExactly("journal-0001");
    assertThat(open().replay()).containsExactly(closed(1, AT));
  }

  @Test
  void aLongStoryIsContinuedOnAnotherPageBeforeOneIsTooBigForEtcd() {
    RemediationJournal journal = open();
    journal.append(opened(1, AT));
    String much = "x".repeat(100 * 1024);
    List<JournalEntry> story = IntStream.range(0, 4).mapToObj(i -> escalated(1, i + much)).toList();
    story.forEach(journal::append);

    assertThat(pages(tenant)).containsExactly("backend-i-0001", "backend-i-0001.2");
    assertThat(open().replay()).hasSize(5).endsWith(story.toArray(JournalEntry[]::new));
  }

  @Test
  void incidentsThatEndedLongAgoGoButForTheLastWhoseNumberMustNotComeAgain() {
    Retention one = new Retention(1, Duration.ofDays(1));
    RemediationJournal journal = open(one);
    for (int i = 1; i <= 3; i++) {
      journal.append(opened(i, AT));
      journal.append(closed(i, AT));
    }
    journal.append(new JournalEntry.RevisionCondemned(AT, backend(), "bad", id(1)));
    journal.append(new JournalEntry.PlatformRestarted(AT, backend(), "backend-a", "uid", "ITSELF"));

    RemediationJournal later = open(one);
    JournalEntry started = new JournalEntry.HealerStarted(AT.plus(Duration.ofDays(2)));
    later.append(started);

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
      journal.append(opened(i, AT));
      journal.begin(act(i), AT);
      journal.settle(act(i).key(), new Outcome(Outcome.Kind.DONE, "done", AT));
      journal.append(closed(i, AT));
    }
    assertThat(journal.find(act(1).key())).isPresent();

    journal.append(new JournalEntry.HealerStarted(AT.plus(Duration.ofDays(2))));

    assertThat(journal.find(act(1).key())).isEmpty();
    assertThat(journal.find(act(2).key())).isPresent();
    assertThat(journal.find(act(3).key())).isPresent();
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

    JournalEntry started = new JournalEntry.HealerStarted(AT.plus(Duration.ofDays(2)));
    journal.append(started);

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

  @Test
  void aPageThatBelongsToNoIncidentSaysSoOnce() {
    RemediationJournal journal = open();
    journal.append(new JournalEntry.HealerStarted(AT));
    RemediationStatus what =
        new RemediationStatus(
            null,
            null,
            "no incident",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of());

    journal.showOwn(what);
    journal.showOwn(what);
    journal.append(new JournalEntry.HealerStarted(AT));

    assertThat(
            server
                .admin()
                .resources(Remediation.class)
                .inNamespace(home)
                .withName("journal-0001")
                .get()
                .getStatus()
                .summary())
        .isEqualTo("no incident");
    assertThat(line.sent()).filteredOn(r -> r.endsWith("/status")).hasSize(1);
    assertThat(open().replay()).hasSize(2);
  }

  private WorkloadRef backend() {
    return new WorkloadRef(tenant, WorkloadRef.Kind.DEPLOYMENT, "backend");
  }
}
