package com.trixtech.selfheal.kubernetes.install;

import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A real API server with both definitions and the namespace of the booking system. */
final class ApiServer implements AutoCloseable {
  private final KubeAPIServer server;
  private final KubernetesClient client;

  private ApiServer(KubeAPIServer server, KubernetesClient client) {
    this.server = server;
    this.client = client;
  }

  /** Starts one, or skips the test where the machine has no binaries. */
  static ApiServer start() {
    Cluster.binaries();
    KubeAPIServer server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withOfflineMode(true)
                .withUpdateKubeConfig(false)
                .build());
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
    try {
      server.start();
      KubernetesClient client =
          new KubernetesClientBuilder()
              .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
              .build();
      ApiServer started = new ApiServer(server, client);
      started.prepare();
      return started;
    } catch (RuntimeException | Error e) {
      server.stop();
      throw e;
    }
  }

  private void prepare() {
    CustomResourceDefinitions.files().values().stream()
        .flatMap(text -> Strict.read(text).stream())
        .map(CustomResourceDefinition.class::cast)
        .forEach(definition -> {
          var applied = client.resource(definition).fieldValidation(Validation.STRICT).create();
          client.resource(applied).waitUntilCondition(ApiServer::established, 30, TimeUnit.SECONDS);
        });
    awaitDiscovery();
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(Installation.DEFAULT_NAMESPACE)
                .endMetadata()
                .build())
        .create();
  }

  /** Discovery follows a definition's establishment with a delay, and kubectl asks it. */
  private void awaitDiscovery() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!client.hasApiGroup(HealPolicy.GROUP, true)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(HealPolicy.GROUP + ": not discovered within 30 s");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private static boolean established(CustomResourceDefinition definition) {
    return definition.getStatus() != null
        && definition.getStatus().getConditions() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  /** What kubectl prints, as somebody reads it who has nothing else. */
  String kubectl(Path directory, String... arguments) {
    try {
      Path config = Files.writeString(directory.resolve("kubeconfig"), server.getKubeConfigYaml());
      List<String> command = new ArrayList<>();
      command.add(Cluster.binaries().resolve("kubectl").toString());
      command.add("--kubeconfig=" + config);
      command.add("--cache-dir=" + directory.resolve("cache"));
      command.addAll(List.of(arguments));
      Process kubectl = new ProcessBuilder(command).redirectErrorStream(true).start();
      String printed = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (kubectl.waitFor() != 0) {
        throw new AssertionError(command + ": " + printed);
      }
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  KubernetesClient client() {
    return client;
  }

  /** Asks the server what it would make of an object; unknown fields are errors there. */
  GenericKubernetesResource dryRun(GenericKubernetesResource object) {
    return client
        .genericKubernetesResources(context(object))
        .resource(object)
        .dryRun()
        .fieldValidation(Validation.STRICT)
        .create();
  }

  private ResourceDefinitionContext context(GenericKubernetesResource object) {
    String group =
        object.getApiVersion().contains("/") ? object.getApiVersion().split("/", 2)[0] : "";
    String version = object.getApiVersion().substring(object.getApiVersion().indexOf('/') + 1);
    var kind =
        client.getApiResources(object.getApiVersion()).getResources().stream()
            .filter(r -> r.getKind().equals(object.getKind()) && !r.getName().contains("/"))
            .findFirst()
            .orElseThrow(() -> new AssertionError(object.getKind() + ": not known to the server"));
    return new ResourceDefinitionContext.Builder()
        .withGroup(group)
        .withVersion(version)
        .withKind(object.getKind())
        .withPlural(kind.getName())
        .withNamespaced(Boolean.TRUE.equals(kind.getNamespaced()))
        .build();
  }

  @Override
  public void close() {
    try {
      client.close();
    } finally {
      server.stop();
    }
  }
}
