package com.trixtech.selfheal.kubernetes.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.kubernetes.testing.ApiServer;
import com.trixtech.selfheal.kubernetes.testing.Relay;
import com.trixtech.selfheal.kubernetes.testing.Waiting;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator as a process of its own, as its container starts it. */
class OperatorMainTest {
  private static final Pattern PORT = Pattern.compile("metrics on port (\\d+)");

  @TempDir Path folder;
  private @Nullable Process process;

  @AfterEach
  void end() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  private Process start(Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                OperatorMain.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().putAll(environment);
    Process started = builder.start();
    process = started;
    return started;
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void wrongSettingsEndItAtOnceAndSayWhatWasExpected() throws Exception {
    Process ended = start(Map.of("POD_NAMESPACE", "", "POD_NAME", "operator-1"));

    assertThat(ended.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(ended.exitValue()).isEqualTo(2);
    assertThat(log()).isEqualTo("POD_NAMESPACE: absent (expected: the operator's own namespace)\n");
  }

  @Test
  void itLeadsTellsItsHealthAndGivesTheLeaseBackWhenItIsToldToEnd() throws Exception {
    ApiServer server = ApiServer.get();
    String namespace = server.namespace("main");
    Process running = start(environment(server.kubeconfig(), namespace));
    String base = base();

    Waiting.until("it is ready", () -> get(base + "/health/ready").startsWith("200"));
    assertThat(get(base + "/health/live")).startsWith("200");
    Waiting.until("it leads", () -> get(base + "/metrics").contains("selfheal_leader 1.0"));
    assertThat(lease(server, namespace).getHolderIdentity()).startsWith("operator-1_");

    running.destroy();
    assertThat(running.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(lease(server, namespace).getLeaseDurationSeconds())
        .as("the next leader waits no longer than a second")
        .isEqualTo(1);
  }

  private String base() {
    Waiting.until("it says its port", () -> PORT.matcher(log()).find());
    Matcher port = PORT.matcher(log());
    assertThat(port.find()).isTrue();
    return "http://127.0.0.1:" + port.group(1);
  }

  private Map<String, String> environment(String kubeconfig, String namespace) throws IOException {
    return Map.of(
        "KUBECONFIG", Files.writeString(folder.resolve("kubeconfig"), kubeconfig).toString(),
        "POD_NAMESPACE", namespace,
        "POD_NAME", "operator-1",
        "HOST", "127.0.0.1",
        "PORT", "0");
  }

  @Test
  void withoutAnApiServerItLivesIsNotReadySaysWhyAndEndsWhenItIsToldTo() throws Exception {
    try (Relay nobody = new Relay("127.0.0.1", 9)) {
      String kubeconfig =
          """
          apiVersion: v1
          kind: Config
          clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
          contexts: [{name: c, context: {cluster: c, user: u}}]
          users: [{name: u, user: {}}]
          current-context: c
          """
              .formatted(nobody.port());
      Process running = start(environment(kubeconfig, "shop"));
      String base = base();

      Waiting.until("it was asked twice", () -> log().split("is awaited", -1).length > 2);
      assertThat(get(base + "/health/live")).startsWith("200");
      assertThat(get(base + "/health/ready"))
          .startsWith("503 the API server http://127.0.0.1:" + nobody.port())
          .contains("ConnectException");
      assertThat(get(base + "/metrics")).contains("selfheal_leader 0.0");

      running.destroy();
      assertThat(running.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void itGoesOnWhenTheApiServerComes() throws Exception {
    ApiServer server = ApiServer.get();
    String namespace = server.namespace("late");
    URI api = server.admin().getMasterUrl().toURI();
    try (Relay way = new Relay(api.getHost(), api.getPort())) {
      String late = server.kubeconfig().replace(":" + api.getPort(), ":" + way.port());
      start(environment(late, namespace));
      String base = base();
      Waiting.until("it waits", () -> get(base + "/health/ready").startsWith("503 the API server"));

      way.open();

      Waiting.until("it is ready", () -> get(base + "/health/ready").startsWith("200"));
      Waiting.until("it leads", () -> get(base + "/metrics").contains("selfheal_leader 1.0"));
    }
  }

  private static LeaseSpec lease(ApiServer server, String namespace) {
    return server
        .admin()
        .leases()
        .inNamespace(namespace)
        .withName(Leadership.LEASE)
        .get()
        .getSpec();
  }

  private static String get(String url) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      var answer =
          http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e.toString();
    }
  }
}
