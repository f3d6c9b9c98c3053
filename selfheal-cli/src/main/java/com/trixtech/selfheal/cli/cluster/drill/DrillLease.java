package com.trixtech.selfheal.cli.cluster.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.trixtech.selfheal.drill.run.DrillRefused;
import com.trixtech.selfheal.drill.system.Reservation;
import com.trixtech.selfheal.server.Json;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One drill at a time in one namespace, whoever runs it and wherever: a lease, renewed while the
 * drill lives. It carries the {@link Undo}s, each written before what it undoes, so that whoever
 * comes after a drill that died can put the originals back. Gone when nothing is left to undo.
 * Thread-safe.
 */
public final class DrillLease implements Reservation {
  static final String NAME = "selfheal-drill";

  /** The undo records, as JSON by the Deployment's name. */
  static final String UNDO = "selfheal.trixtech.com/drill-undo";

  private static final TypeReference<TreeMap<String, Undo>> UNDOS = new TypeReference<>() {};
  private static final Duration LASTS = Duration.ofSeconds(30);
  private static final Duration RENEWED = Duration.ofSeconds(8);

  private final KubernetesClient api;
  private final Thread drill = Thread.currentThread();
  private final Thread renewing;
  private Lease lease;

  private DrillLease(KubernetesClient api, Lease lease) {
    this.api = api;
    this.lease = lease;
    this.renewing = Thread.ofVirtual().name("drill-lease").unstarted(this::keepRenewing);
  }

  /**
   * Takes it for the calling thread, which is interrupted should somebody else get it.
   *
   * @param by who takes it, for others to read
   * @throws DrillRefused where somebody else has it
   * @throws KubernetesClientException where it cannot be read or written
   */
  public static DrillLease take(KubernetesClient api, String namespace, String by, String name) {
    String holder = by + "_" + UUID.randomUUID();
    Lease now = api.leases().inNamespace(namespace).withName(NAME).get();
    if (now != null) {
      refuseIfHeld(now, namespace, name);
    }
    Lease wanted =
        new LeaseBuilder(now == null ? new Lease() : now)
            .editOrNewMetadata()
            .withNamespace(namespace)
            .withName(NAME)
            .addToLabels(DrillMarks.labels(namespace))
            .endMetadata()
            .editOrNewSpec()
            .withHolderIdentity(holder)
            .withLeaseDurationSeconds((int) LASTS.toSeconds())
            .withAcquireTime(now())
            .withRenewTime(now())
            .endSpec()
            .build();
    DrillLease taken;
    try {
      taken =
          new DrillLease(
              api, now == null ? api.resource(wanted).create() : api.resource(wanted).update());
    } catch (KubernetesClientException e) {
      if (e.getCode() == 409) {
        throw refusal(namespace, name, "somebody else, who was quicker");
      }
      throw e;
    }
    taken.renewing.start();
    return taken;
  }

  private static void refuseIfHeld(Lease now, String namespace, String name) {
    String holder = Objects.requireNonNullElse(now.getSpec().getHolderIdentity(), "");
    ZonedDateTime renewed = now.getSpec().getRenewTime();
    int seconds = Objects.requireNonNullElse(now.getSpec().getLeaseDurationSeconds(), 0);
    if (!holder.isEmpty()
        && renewed != null
        && Instant.now().isBefore(renewed.toInstant().plusSeconds(seconds))) {
      throw refusal(
          namespace,
          name,
          "%s, until %s if not renewed"
              .formatted(
                  holder.substring(0, Math.max(0, holder.lastIndexOf('_'))),
                  renewed.plusSeconds(seconds).toInstant()));
    }
  }

  private static DrillRefused refusal(String namespace, String name, String who) {
    return new DrillRefused(
        name,
        List.of(
            "another drill runs in namespace %s, by %s (expected: one at a time)"
                .formatted(namespace, who)));
  }

  private static ZonedDateTime now() {
    return ZonedDateTime.now(ZoneOffset.UTC);
  }

  private void keepRenewing() {
    try {
      while (true) {
        Thread.sleep(RENEWED);
        renew();
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private synchronized void renew() {
    if (Thread.currentThread().isInterrupted()) {
      return;
    }
    try {
      write(new LeaseBuilder(lease).editSpec().withRenewTime(now()).endSpec().build());
    } catch (KubernetesClientException e) {
      if (e.getCode() == 409 || e.getCode() == 404) { // it is somebody else's, or taken away
        drill.interrupt();
      } // else it is tried again, and there is time for that
    }
  }

  private void write(Lease next) {
    lease = api.resource(next).update();
  }

  /** Whether nothing is left to undo, of this drill and of those before it. */
  public synchronized boolean undone() {
    return undos().isEmpty();
  }

  /** What is still to be undone, by the Deployment's name. */
  synchronized Map<String, Undo> undos() {
    return undos(lease);
  }

  private static Map<String, Undo> undos(Lease lease) {
    String text =
        Optional.ofNullable(lease.getMetadata().getAnnotations())
            .map(a -> a.get(UNDO))
            .orElse("{}");
    try {
      return Json.MAPPER.readValue(text, UNDOS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "Lease/%s: annotation %s cannot be read: %s (expected: what a drill wrote there)"
              .formatted(NAME, UNDO, e.getOriginalMessage()),
          e);
    }
  }

  /** Writes down how to undo a change of that Deployment; null: it is undone. */
  synchronized void note(String deployment, @Nullable Undo undo) {
    Map<String, Undo> undos = new TreeMap<>(undos());
    if (undo == null) {
      undos.remove(deployment);
    } else {
      undos.put(deployment, undo);
    }
    LeaseBuilder next = new LeaseBuilder(lease);
    try {
      next.editMetadata()
          .addToAnnotations(UNDO, Json.MAPPER.writeValueAsString(undos))
          .endMetadata();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("undo: " + undo + " (expected: plain JSON)", e);
    }
    write(next.build());
  }

  /** Gives it back; it stays for as long as there is something to undo. */
  @Override
  public void close() {
    synchronized (this) {
      renewing.interrupt(); // which cannot be in the middle of a request now
      try {
        if (undos().isEmpty()) {
          api.resource(lease).lockResourceVersion().delete();
        } else {
          write(new LeaseBuilder(lease).editSpec().withHolderIdentity("").endSpec().build());
        }
      } catch (KubernetesClientException e) {
        // It is somebody else's already, or it ends by itself within half a minute.
      }
    }
  }
}
