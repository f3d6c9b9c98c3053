package com.trixtech.selfheal.cli.cluster.drill;

import com.trixtech.selfheal.drill.FaultKind;
import com.trixtech.selfheal.drill.system.Time;
import com.trixtech.selfheal.server.api.Fault;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Faults on pods of one namespace, each a pod in another one that allows what they need. For one
 * thread.
 */
public final class FaultPods {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(150);
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private final KubernetesClient api;
  private final String drilled;
  private final String namespace;
  private final @Nullable String image;
  private final Time time;

  /**
   * @param drilled the namespace of the victims
   * @param namespace where the faults' pods are made
   * @param image of the faults' pods; null = the victim's own
   */
  public FaultPods(
      KubernetesClient api, String drilled, String namespace, @Nullable String image, Time time) {
    this.api = api;
    this.drilled = drilled;
    this.namespace = namespace;
    this.image = image;
    this.time = time;
  }

  /**
   * Why no fault could be put on this pod now, as the API server itself says; nothing is made.
   * Empty: it could.
   */
  public Optional<String> against(FaultKind kind, Pod victim) {
    try {
      pods().resource(pod(kind, victim, Duration.ofSeconds(1))).dryRun().create();
      return Optional.empty();
    } catch (IllegalStateException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (KubernetesClientException e) {
      String said = sentence(e);
      return Optional.of(
          e.getCode() == 404 || said.contains("PodSecurity")
              ? "fault namespace: %s (expected: %s)"
                  .formatted(
                      e.getCode() == 404 ? namespace + " is not there" : said,
                      commands(e.getCode()))
              : "fault pod: " + said);
    }
  }

  private String commands(int code) {
    String label =
        "kubectl label namespace %s pod-security.kubernetes.io/enforce=privileged --overwrite"
            .formatted(namespace);
    return code == 404 ? "kubectl create namespace " + namespace + " && " + label : label;
  }

  private static String sentence(KubernetesClientException e) {
    return Optional.ofNullable(e.getStatus())
        .flatMap(s -> Optional.ofNullable(s.getMessage()))
        .orElse(String.valueOf(e.getMessage()));
  }

  /** Puts the fault on each victim; returns when every signal was sent. All of them, or none. */
  public List<Fault> inject(FaultKind kind, List<Pod> victims, Duration duration)
      throws InterruptedException {
    List<Pod> made = new ArrayList<>();
    try {
      for (Pod victim : victims) {
        made.add(pods().resource(pod(kind, victim, duration)).create());
      }
      List<Fault> faults = new ArrayList<>();
      for (Pod pod : made) {
        faults.add(sent(pod));
      }
      return faults;
    } catch (InterruptedException | RuntimeException e) {
      made.forEach(pod -> pods().withName(pod.getMetadata().getName()).delete());
      throw e;
    }
  }

  private Pod pod(FaultKind kind, Pod victim, Duration duration) {
    return FaultPod.of(kind, victim, namespace, image, duration, time.now());
  }

  private Fault sent(Pod made) throws InterruptedException {
    String name = made.getMetadata().getName();
    PodResource pod = pods().withName(name);
    Pod now = made;
    Instant before = time.now();
    for (Instant end = before.plus(PATIENCE); before.isBefore(end); before = time.now()) {
      time.pause(LOOK);
      String log = log(pod);
      Optional<Instant> sent = sentAt(log, before, time.now());
      now = pod.get();
      if (now == null) {
        throw new IllegalStateException(
            "fault pod: %s is gone (expected: it sends its signal)".formatted(name));
      }
      if (sent.isPresent()) {
        return fault(now, sent.get());
      }
      if (ENDED.contains(phase(now))) {
        throw new IllegalStateException(
            "fault pod: %s: %s".formatted(name, log.isBlank() ? PodWords.why(now) : log.strip()));
      }
    }
    throw new IllegalStateException(
        "fault pod: %s has sent nothing after %d s: %s (expected: its signal)"
            .formatted(name, PATIENCE.toSeconds(), PodWords.why(now)));
  }

  /** By the node's clock, but not outside of what this process knows: the clocks may differ. */
  static Optional<Instant> sentAt(String log, Instant notBefore, Instant notAfter) {
    return log.lines()
        .filter(line -> line.endsWith(" " + FaultPod.SENT))
        .findFirst()
        .map(line -> OffsetDateTime.parse(line.substring(0, line.indexOf(' '))).toInstant())
        .map(at -> at.isBefore(notBefore) ? notBefore : at.isAfter(notAfter) ? notAfter : at);
  }

  /** Each line after its time; nothing where its container has not begun. */
  private static String log(PodResource pod) {
    try {
      return Optional.ofNullable(pod.usingTimestamps().getLog()).orElse("");
    } catch (KubernetesClientException e) {
      if (e.getCode() == 400 || e.getCode() == 404) {
        return "";
      }
      throw e;
    }
  }

  /** Those that have not ended. */
  public List<Fault> active() {
    return found().list().getItems().stream()
        .filter(pod -> !ENDED.contains(phase(pod)))
        .map(pod -> fault(pod, created(pod)))
        .toList();
  }

  /** Takes the fault back, and returns when its pod is gone: what was stopped goes on. */
  public void remove(String id) throws InterruptedException {
    PodResource pod = pods().withName(id);
    pod.delete();
    for (Instant end = time.now().plus(PATIENCE); pod.get() != null; time.pause(LOOK)) {
      if (!time.now().isBefore(end)) {
        throw new IllegalStateException(
            "fault pod: %s is still there after %d s (expected: gone)"
                .formatted(id, PATIENCE.toSeconds()));
      }
    }
  }

  /** Removes the pods of faults that have ended; returns their names. */
  public List<String> tidy() {
    List<String> names =
        found().list().getItems().stream()
            .filter(pod -> ENDED.contains(phase(pod)))
            .map(pod -> pod.getMetadata().getName())
            .toList();
    names.forEach(name -> pods().withName(name).delete());
    return names;
  }

  private io.fabric8.kubernetes.client.dsl.NonNamespaceOperation<
          Pod, io.fabric8.kubernetes.api.model.PodList, PodResource>
      pods() {
    return api.pods().inNamespace(namespace);
  }

  private FilterWatchListDeletable<Pod, io.fabric8.kubernetes.api.model.PodList, PodResource>
      found() {
    return pods().withLabels(DrillMarks.labels(drilled));
  }

  private static String phase(Pod pod) {
    return pod.getStatus() == null || pod.getStatus().getPhase() == null
        ? "Pending"
        : pod.getStatus().getPhase();
  }

  private static Instant created(Pod pod) {
    return OffsetDateTime.parse(pod.getMetadata().getCreationTimestamp()).toInstant();
  }

  private static Fault fault(Pod pod, Instant since) {
    var annotations = pod.getMetadata().getAnnotations();
    return new Fault(
        pod.getMetadata().getName(),
        annotations.getOrDefault(DrillMarks.FAULT, "?"),
        annotations.getOrDefault(DrillMarks.VICTIM, "?"),
        since,
        Optional.ofNullable(annotations.get(DrillMarks.UNTIL)).map(Instant::parse).orElse(null));
  }
}
