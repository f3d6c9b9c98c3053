package com.trixtech.selfheal.cli.cluster.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.trixtech.selfheal.drill.system.Time;
import com.trixtech.selfheal.server.Json;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * New revisions of a Deployment that differ in the environment of its first container and in
 * nothing else, and the way back. For one thread.
 */
public final class Releases {
  private static final PatchContext JSON_PATCH = PatchContext.of(PatchType.JSON);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final KubernetesClient api;
  private final String namespace;
  private final Time time;

  public Releases(KubernetesClient api, String namespace, Time time) {
    this.api = api;
    this.namespace = namespace;
    this.time = time;
  }

  /** Null where there is none. */
  public @Nullable Deployment deployment(String name) {
    return api.apps().deployments().inNamespace(namespace).withName(name).get();
  }

  /** Releases it; how to undo that is in the lease before. */
  public void release(DrillLease lease, String name, Map<String, String> environment)
      throws IOException {
    Deployment now = deployment(name);
    if (now == null) {
      throw new IOException(
          "Deployment/%s: not there (expected: in namespace %s)".formatted(name, namespace));
    }
    JsonNode before = env(first(now));
    if (!lease.undos().containsKey(name)) {
      lease.note(name, new Undo(now.getMetadata().getUid(), first(now).getName(), before));
    }
    patch(now, first(now).getName(), with(before, environment));
  }

  /** Puts every Deployment's environment back; returns what was done. Idempotent. */
  public List<String> original(DrillLease lease) throws InterruptedException {
    List<String> done = new ArrayList<>();
    for (Map.Entry<String, Undo> entry : lease.undos().entrySet()) {
      String name = entry.getKey();
      Undo undo = entry.getValue();
      Deployment now = deployment(name);
      if (now != null && now.getMetadata().getUid().equals(undo.uid()) && differs(now, undo)) {
        patch(now, undo.container(), undo.env());
        done.add("put the environment of Deployment/%s back".formatted(name));
        awaitObserved(name);
      }
      lease.note(name, null);
    }
    return done;
  }

  private static boolean differs(Deployment now, Undo undo) {
    return now.getSpec().getTemplate().getSpec().getContainers().stream()
        .filter(c -> c.getName().equals(undo.container()))
        .anyMatch(c -> !Objects.equals(env(c), undo.env() instanceof NullNode ? null : undo.env()));
  }

  /** Until the controller has made of it what it makes: another revision, or none. */
  private void awaitObserved(String name) throws InterruptedException {
    for (Instant end = time.now().plus(PATIENCE); time.now().isBefore(end); time.pause(LOOK)) {
      Deployment now = deployment(name);
      Long seen =
          now == null || now.getStatus() == null ? null : now.getStatus().getObservedGeneration();
      if (now == null || (seen != null && seen >= now.getMetadata().getGeneration())) {
        return;
      }
    }
  }

  private static Container first(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
  }

  private static @Nullable JsonNode env(Container container) {
    return container.getEnv() == null || container.getEnv().isEmpty()
        ? null
        : Json.MAPPER.valueToTree(container.getEnv());
  }

  /** The variables of these names, last, so that they may refer to the others. */
  static ArrayNode with(@Nullable JsonNode before, Map<String, String> environment) {
    ArrayNode all = Json.MAPPER.createArrayNode();
    if (before != null) {
      before.forEach(variable -> {
        if (!environment.containsKey(variable.path("name").asText())) {
          all.add(variable);
        }
      });
    }
    environment.forEach((name, value) -> all.addObject().put("name", name).put("value", value));
    return all;
  }

  /** Good for the version that was read only: whoever changed it in between is answered 409. */
  private void patch(Deployment read, String container, @Nullable JsonNode env) {
    List<Container> containers = read.getSpec().getTemplate().getSpec().getContainers();
    int place = containers.stream().map(Container::getName).toList().indexOf(container);
    ArrayNode patch = Json.MAPPER.createArrayNode();
    patch
        .addObject()
        .put("op", "replace")
        .put("path", "/metadata/resourceVersion")
        .put("value", read.getMetadata().getResourceVersion());
    String path = "/spec/template/spec/containers/%d/env".formatted(place);
    if (env == null || env instanceof NullNode) {
      patch.addObject().put("op", "remove").put("path", path);
    } else {
      patch.addObject().put("op", "add").put("path", path).set("value", env);
    }
    api.resource(read).patch(JSON_PATCH, patch.toString());
  }
}
