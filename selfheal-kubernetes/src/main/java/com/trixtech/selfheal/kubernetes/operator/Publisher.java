package com.trixtech.selfheal.kubernetes.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.trixtech.selfheal.core.HealingLoop;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.journal.JournalEntry;
import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import com.trixtech.selfheal.kubernetes.api.HealPolicyStatus;
import com.trixtech.selfheal.kubernetes.api.Remediation;
import com.trixtech.selfheal.kubernetes.journal.RemediationJournal;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Shows people what the loop knows: the status of policies and Remediations, and Events. It only
 * says what is to be shown; the {@link Outbox} sends it, so that no act waits for it. Used by the
 * loop's thread only.
 */
final class Publisher {
  private static final Duration RHYTHM = Duration.ofSeconds(2);

  /** So long, at most, are statuses of policies looked at between two steps. */
  private static final Duration LONGEST_TURN = Duration.ofMillis(10);

  private static final int LONGEST_EVENT = 1024;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final PatchContext MERGE_PATCH = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient api;
  private final RemediationJournal journal;
  private final Outbox outbox;
  private final InstantSource clock;
  private final Instant startedAt;
  private final Map<String, Integer> shown = new HashMap<>();
  private final Map<String, HealPolicyStatus> policies = new HashMap<>();
  private final Set<String> explained = new HashSet<>();
  private int page;
  private Instant next = Instant.MIN;

  Publisher(KubernetesClient api, RemediationJournal journal, Outbox outbox, InstantSource clock) {
    this.api = api;
    this.journal = journal;
    this.outbox = outbox;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  /** After each step. */
  void publish(HealingLoop loop, PolicyBook book) {
    loop.incidents().forEach(this::show);
    Instant now = clock.instant();
    if (!now.isBefore(next)) {
      next = now.plus(RHYTHM);
      for (Remediation own : journal.own()) {
        if (explained.add(own.getMetadata().getName())) {
          status(own, RemediationStatuses.OWN);
        }
      }
      if (show(loop, book)) {
        forget(loop, book);
      } else {
        next = now;
      }
    }
  }

  /** Whether all was looked at; where not, it goes on there, so that no act has to wait for it. */
  private boolean show(HealingLoop loop, PolicyBook book) {
    Instant end = clock.instant().plus(LONGEST_TURN);
    List<PolicyBook.Page> pages = book.pages();
    page = page < pages.size() ? page : 0;
    while (page < pages.size() && clock.instant().isBefore(end)) {
      PolicyBook.Page due = pages.get(page++);
      show(due.object(), PolicyStatuses.of(due, loop, clock.instant()));
    }
    return page == pages.size();
  }

  private void show(Incident incident) {
    int from = shown.getOrDefault(incident.id(), 0);
    List<JournalEntry.OfIncident> entries = incident.entries();
    if (from == entries.size()) {
      return;
    }
    shown.put(incident.id(), entries.size());
    journal
        .remediation(incident.id())
        .ifPresent(remediation -> status(remediation, RemediationStatuses.of(incident)));
    for (JournalEntry entry : entries.subList(from, entries.size())) {
      if (!entry.at().isBefore(startedAt)) { // an earlier leader has told what was before
        EventReason.of(entry).ifPresent(reason -> tell(incident, reason, entry));
      }
    }
  }

  private void tell(Incident incident, EventReason reason, JournalEntry entry) {
    String sentence = incident.id() + ": " + EventReason.sentence(entry);
    String time = entry.at().truncatedTo(ChronoUnit.SECONDS).toString();
    var workload = incident.workload();
    Event event =
        new EventBuilder()
            .withNewMetadata()
            .withNamespace(workload.namespace())
            .withGenerateName(workload.name() + ".")
            .endMetadata()
            .withNewInvolvedObject()
            .withApiVersion("apps/v1")
            .withKind(workload.kind().word())
            .withNamespace(workload.namespace())
            .withName(workload.name())
            .endInvolvedObject()
            .withType(reason.warning() ? "Warning" : "Normal")
            .withReason(reason.word())
            .withMessage(sentence.substring(0, Math.min(LONGEST_EVENT, sentence.length())))
            .withFirstTimestamp(time)
            .withLastTimestamp(time)
            .withCount(1)
            .withNewSource()
            .withComponent("selfheal")
            .endSource()
            .build();
    outbox.news(() -> api.resource(event).create());
  }

  private void show(HealPolicy policy, HealPolicyStatus status) {
    String uid = policy.getMetadata().getUid();
    HealPolicyStatus before = policies.get(uid);
    if (status.equals(before) || status.equals(policy.getStatus())) {
      return;
    }
    HealPolicy named = new HealPolicy();
    named.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(policy.getMetadata().getNamespace())
            .withName(policy.getMetadata().getName())
            .build());
    status(named, status);
    policies.put(uid, status);
  }

  private void status(HasMetadata named, Object status) {
    String body =
        JSON.createObjectNode().set("status", JSON.<JsonNode>valueToTree(status)).toString();
    outbox.state(
        "%s %s/%s"
            .formatted(
                named.getKind(), named.getMetadata().getNamespace(), named.getMetadata().getName()),
        () -> api.resource(named).subresource("status").patch(MERGE_PATCH, body));
  }

  private void forget(HealingLoop loop, PolicyBook book) {
    Set<String> incidents = loop.incidents().stream().map(Incident::id).collect(Collectors.toSet());
    shown.keySet().retainAll(incidents);
    policies
        .keySet()
        .retainAll(
            book.pages().stream()
                .map(p -> p.object().getMetadata().getUid())
                .collect(Collectors.toSet()));
  }
}
