package com.trixtech.selfheal.kubernetes.testing;

import com.trixtech.selfheal.kubernetes.api.HealPolicy;
import com.trixtech.selfheal.kubernetes.api.Remediation;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubeapitest.KubeAPITestException;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * One API server with its etcd for all tests of a JVM, each test in namespaces of its own. Tests
 * are skipped where the programs are not there: {@code etcd}, {@code kube-apiserver} and {@code
 * kubectl} in {@code $KUBE_API_TEST_DIR/k8s/<version>-<os>-<arch>} or {@code ~/.kubeapitest/k8s/…}.
 */
public final class ApiServer {
  private static final Path DEFINITIONS = Path.of("..", "deploy", "operator", "crds");
  private static final String MISSING =
      "skipped: all tests on a real API server; no etcd, kube-apiserver and kubectl below"
          + " KUBE_API_TEST_DIR or ~/.kubeapitest";
  private static final AtomicBoolean SAID = new AtomicBoolean();
  private static final int TRIES = 3;
  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  private final String kubeconfig;
  private final Config config;
  private final KubernetesClient admin;

  private ApiServer(String kubeconfig) {
    this.kubeconfig = kubeconfig;
    this.config = Config.fromKubeconfig(kubeconfig);
    this.admin = client(config, null);
    define(DEFINITIONS.resolve("remediations.yaml"));
    define(DEFINITIONS.resolve("healpolicies.yaml"));
    // Just after a definition is there the server answers 429; this client asks again.
    admin.resources(Remediation.class).inAnyNamespace().list();
    admin.resources(HealPolicy.class).inAnyNamespace().list();
  }

  private static final class Holder {
    static final ApiServer ONE = start();
  }

  /** The running server; skips the test that asks where there is none to run. */
  public static ApiServer get() {
    if (!present() && !SAID.getAndSet(true)) { // surefire keeps the reason to itself
      System.out.println(MISSING);
    }
    Assumptions.assumeTrue(present(), MISSING);
    return Holder.ONE;
  }

  private static boolean present() {
    return directory().isPresent();
  }

  /** Another program of the control plane, where it lies beside the API server. */
  public static Optional<Path> program(String name) {
    return directory().map(d -> d.resolve(name)).filter(Files::isExecutable);
  }

  private static Optional<Path> directory() {
    String dir =
        Objects.requireNonNullElse(
            System.getenv("KUBE_API_TEST_DIR"), System.getProperty("user.home") + "/.kubeapitest");
    Path versions = Path.of(dir, "k8s");
    if (!Files.isDirectory(versions)) {
      return Optional.empty();
    }
    try (Stream<Path> found = Files.list(versions)) {
      return found
          .filter(version ->
              Stream.of("etcd", "kube-apiserver", "kubectl")
                  .allMatch(program -> Files.isExecutable(version.resolve(program))))
          .max(Comparator.comparing(Path::toString));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its ports are chosen before they are taken, and somebody else may be quicker. */
  private static ApiServer start() {
    for (int tries = 1; ; tries++) {
      KubeAPIServer server =
          new KubeAPIServer(
              KubeAPIServerConfigBuilder.anAPIServerConfig()
                  .withOfflineMode(true)
                  .withUpdateKubeConfig(false)
                  .build());
      // Also where a test fails or the build is interrupted.
      Thread stop = new Thread(server::stop);
      Runtime.getRuntime().addShutdownHook(stop);
      try {
        server.start();
        return new ApiServer(server.getKubeConfigYaml());
      } catch (KubeAPITestException e) {
        if (tries == TRIES) {
          throw e;
        }
        Runtime.getRuntime().removeShutdownHook(stop);
        server.stop();
      }
    }
  }

  /** How another program reaches the server. */
  public String kubeconfig() {
    return kubeconfig;
  }

  /** All rights, the client's own retries: for what the test itself does. */
  public KubernetesClient admin() {
    return admin;
  }

  /** A client that says at once what it was refused, as the operator's gateway has one. */
  public KubernetesClient acting(Interceptor watcher) {
    return acting(watcher, null);
  }

  /** The same with the rights of a user; null = all rights. */
  public KubernetesClient acting(Interceptor watcher, @Nullable String user) {
    return client(
        new ConfigBuilder(as(user))
            .withRequestRetryBackoffLimit(0)
            .withRequestTimeout((int) Duration.ofSeconds(5).toMillis())
            .build(),
        watcher);
  }

  /** A client with the usual retries, as the operator's watches have one. */
  public KubernetesClient watching(Interceptor watcher, @Nullable String user) {
    return client(as(user), watcher);
  }

  private Config as(@Nullable String user) {
    ConfigBuilder builder = new ConfigBuilder(config);
    return user == null
        ? builder.build()
        : builder
            .withImpersonateUsername(user)
            .withImpersonateGroups("system:serviceaccounts", "system:authenticated")
            .build();
  }

  private static KubernetesClient client(Config config, @Nullable Interceptor watcher) {
    KubernetesClientBuilder builder = new KubernetesClientBuilder().withConfig(config);
    if (watcher != null) {
      builder.withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("test", watcher));
    }
    return builder.build();
  }

  /** A new namespace. */
  public String namespace(String prefix) {
    String name = prefix + "-" + NAMESPACES.incrementAndGet() + "-" + ProcessHandle.current().pid();
    namespaceOf(name);
    return name;
  }

  /** Makes that namespace where it is not there yet. */
  public void namespaceOf(String name) {
    if (admin.namespaces().withName(name).get() == null) {
      admin
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .create();
    }
  }

  private void define(Path file) {
    CustomResourceDefinition definition;
    try (InputStream yaml = Files.newInputStream(file)) {
      definition = admin.apiextensions().v1().customResourceDefinitions().load(yaml).item();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
            20,
            TimeUnit.SECONDS);
  }
}
