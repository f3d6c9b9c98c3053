package com.trixtech.selfheal.kubernetes.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.trixtech.selfheal.core.model.Alert;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads a message of Alertmanager's webhook, version 4. An alert that names no workload is left
 * out: it may be about anything. Stateless.
 */
final class Message {
  /** Longer texts are cut: what is shown to people and journalled stays short. */
  private static final int LONGEST = 200;

  private static final JsonMapper JSON = new JsonMapper();

  private Message() {}

  /**
   * The alerts that name a workload.
   *
   * @throws IllegalArgumentException when it is no such message
   */
  static List<Told> read(byte[] body, Instant now) {
    JsonNode message = parse(body);
    JsonNode alerts = message.path("alerts");
    if (!alerts.isArray()) {
      throw new IllegalArgumentException(
          "alerts: absent (expected: a message of Alertmanager's webhook)");
    }
    List<Told> told = new ArrayList<>();
    for (JsonNode alert : alerts) {
      workload(alert.path("labels"))
          .ifPresent(workload ->
              told.add(
                  new Told(
                      fingerprint(alert),
                      !alert.path("status").asText().equals("resolved") && !over(alert, now),
                      alert(alert, workload, now))));
    }
    return told;
  }

  private static JsonNode parse(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("body: no JSON (expected: one object)", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot be: it is in memory
    }
  }

  /**
   * By the labels that kube-state-metrics gives ({@code deployment}, {@code statefulset}) or those
   * of the usual recording rules ({@code workload}, {@code workload_type}).
   */
  private static Optional<WorkloadRef> workload(JsonNode labels) {
    String namespace = labels.path("namespace").asText();
    String deployment = labels.path("deployment").asText();
    String statefulSet = labels.path("statefulset").asText();
    String workload = labels.path("workload").asText();
    String type = labels.path("workload_type").asText();
    if (namespace.isEmpty()) {
      return Optional.empty();
    }
    if (!deployment.isEmpty() || (!workload.isEmpty() && type.equals("deployment"))) {
      return ref(
          namespace, WorkloadRef.Kind.DEPLOYMENT, deployment.isEmpty() ? workload : deployment);
    }
    if (!statefulSet.isEmpty() || (!workload.isEmpty() && type.equals("statefulset"))) {
      return ref(
          namespace, WorkloadRef.Kind.STATEFUL_SET, statefulSet.isEmpty() ? workload : statefulSet);
    }
    return Optional.empty();
  }

  private static Optional<WorkloadRef> ref(String namespace, WorkloadRef.Kind kind, String name) {
    return Optional.of(new WorkloadRef(namespace, kind, name));
  }

  private static Alert alert(JsonNode alert, WorkloadRef workload, Instant now) {
    JsonNode notes = alert.path("annotations");
    String summary = notes.path("summary").asText(notes.path("description").asText());
    String name = alert.path("labels").path("alertname").asText("(without a name)");
    Instant since = time(alert, "startsAt").filter(at -> at.isBefore(now)).orElse(now);
    return new Alert(workload, plain(name), since, plain(summary));
  }

  /** One line without what a terminal would obey. */
  private static String plain(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }

  private static String fingerprint(JsonNode alert) {
    String given = alert.path("fingerprint").asText();
    if (!given.isEmpty()) {
      return plain(given);
    }
    TreeMap<String, String> labels = new TreeMap<>();
    alert.path("labels").properties().forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
    return Digest.hex(labels.toString());
  }

  /** A firing alert has no end yet: the year 1, or one that is to come. */
  private static boolean over(JsonNode alert, Instant now) {
    return time(alert, "endsAt")
        .filter(end -> end.isAfter(Instant.EPOCH) && end.isBefore(now))
        .isPresent();
  }

  private static Optional<Instant> time(JsonNode alert, String field) {
    try {
      return Optional.of(java.time.OffsetDateTime.parse(alert.path(field).asText()).toInstant());
    } catch (DateTimeException absent) {
      return Optional.empty();
    }
  }
}
