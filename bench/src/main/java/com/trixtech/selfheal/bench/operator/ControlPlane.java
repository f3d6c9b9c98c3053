package com.trixtech.selfheal.bench.operator;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An API server with its etcd, both definitions, and an audit log of all that it is asked. */
final class ControlPlane implements AutoCloseable {
  private static final Path DEFINITIONS = Path.of("deploy", "operator", "crds");

  /** Who, what and when, of each request that was answered. */
  private static final String EVERYTHING =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived, ResponseStarted]
      rules: [{level: Metadata}]
      """;

  private final KubeAPIServer server;
  private final KubernetesClient admin;
  private final AuditLog audit;

  /**
   * Starts one.
   *
   * @param folder for its audit log
   * @param root the project's folder
   */
  ControlPlane(Path folder, Path root) throws IOException {
    Path log = folder.resolve("audit.log");
    Path policy = Files.writeString(folder.resolve("audit.yaml"), EVERYTHING);
    server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withOfflineMode(true)
                .withUpdateKubeConfig(false)
                .withApiServerFlag("--audit-policy-file", policy.toString())
                .withApiServerFlag("--audit-log-path", log.toString())
                .withApiServerFlag("--audit-log-mode", "batch")
                .withApiServerFlag("--audit-log-batch-max-wait", "1s")
                .build());
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
    server.start();
    admin =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
            .build();
    audit = new AuditLog(log);
    for (String name : List.of("healpolicies.yaml", "remediations.yaml")) {
      define(root.resolve(DEFINITIONS).resolve(name));
    }
  }

  /** Whether the machine has what a control plane needs. */
  static boolean present() {
    String folder =
        Objects.requireNonNullElse(
            System.getenv("KUBE_API_TEST_DIR"), System.getProperty("user.home") + "/.kubeapitest");
    Path versions = Path.of(folder, "k8s");
    if (!Files.isDirectory(versions)) {
      return false;
    }
    try (Stream<Path> found = Files.list(versions)) {
      return found.anyMatch(version ->
          Stream.of("etcd", "kube-apiserver", "kubectl")
              .allMatch(program -> Files.isExecutable(version.resolve(program))));
    } catch (IOException unreadable) {
      return false;
    }
  }

  private void define(Path file) throws IOException {
    CustomResourceDefinition definition;
    try (InputStream yaml = Files.newInputStream(file)) {
      definition = admin.apiextensions().v1().customResourceDefinitions().load(yaml).item();
    }
    admin.resource(definition).create();
    admin
        .resource(definition)
        .waitUntilCondition(
            d ->
                d.getStatus() != null
                    && d.getStatus().getConditions() != null
                    && d.getStatus().getConditions().stream()
                        .anyMatch(
                            c -> "Established".equals(c.getType()) && "True".equals(c.getStatus())),
            30,
            TimeUnit.SECONDS);
  }

  String kubeconfig() {
    return server.getKubeConfigYaml();
  }

  KubernetesClient admin() {
    return admin;
  }

  AuditLog audit() {
    return audit;
  }

  @Override
  public void close() {
    admin.close();
    server.stop();
  }
}
