package com.trixtech.selfheal.local;

import static com.trixtech.selfheal.local.World.READY_BY_FILE;
import static com.trixtech.selfheal.local.World.SLEEP;
import static com.trixtech.selfheal.local.World.await;
import static com.trixtech.selfheal.local.World.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.trixtech.selfheal.core.signals.Snapshot.DependencyFact;
import com.trixtech.selfheal.testkit.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the runtime sees of dependencies by itself, over real sockets. */
final class DependencyWatchTest {
  private static final String HOST = "127.0.0.1";
  private static final String CHECK =
      "period: 50ms, timeout: 500ms, failureThreshold: 2, successThreshold: 2";

  @TempDir Path directory;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile int status = 200;
  private World world;

  @BeforeEach
  void begin() {
    world = new World(directory);
  }

  @AfterEach
  void end() {
    gate.countDown();
    threads.shutdownNow();
    world.close();
  }

  @Test
  void a_server_is_seen_up_failing_up_hanging_up_gone_and_back() throws IOException {
    HttpServer server = serve(0);
    int port = server.getAddress().getPort();
    try {
      need(
          external(port), "check: {httpGet: {path: /health, port: %d}, %s}".formatted(port, CHECK));
      seen(true, "GET /health: 200");

      status = 503;
      seen(false, "GET /health: 503");
      status = 200;
      seen(true, "GET /health: 200");

      gate = new CountDownLatch(1);
      seen(false, "no answer in time");
      gate.countDown();
      seen(true, "GET /health: 200");
    } finally {
      server.stop(0);
    }
    seen(false, "Connection refused");
    server = serve(port);
    try {
      seen(true, "GET /health: 200");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void a_server_that_takes_no_more_connections_is_seen_hanging_and_back() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      Future<?> _ =
          threads.submit(() -> {
            while (true) {
              gate.await();
              server.accept().close();
            }
          });
      int port = server.getLocalPort();
      need(external(port), "check: {tcpSocket: {port: %d}, %s}".formatted(port, CHECK));
      seen(true, "connected to");
      gate = new CountDownLatch(1); // what connects now is kept waiting, and then the queue is full
      seen(false, "no answer in time");
      gate.countDown();
      seen(true, "connected to");
    }
  }

  @Test
  void a_workload_must_have_a_ready_instance_that_takes_connections() throws IOException {
    InetAddress first = InetAddress.getByName(new FakeAddresses().nextInstance(_ -> false));
    int port = FreePort.pick();
    need(
        "targetRef: {kind: Deployment, name: db}",
        "strength: Hard",
        deployment("db", 1, SLEEP, READY_BY_FILE + "ports: [{containerPort: %d}]".formatted(port)));
    world.ready();
    seen(false, "Connection refused");
    Path ready = world.pod(world.first().uid()).resolve("ready");
    try (ServerSocket _ = new ServerSocket(port, 50, first)) {
      seen(true, "connected to " + first.getHostAddress());
      Files.delete(ready);
      seen(false, "no instance of Deployment/db is ready");
      Files.createFile(ready);
      seen(true, "connected to " + first.getHostAddress());
    }
    seen(false, "Connection refused");
  }

  private static String external(int port) {
    return "external: {host: %s, port: %d}".formatted(HOST, port);
  }

  /** A workload that depends on something. */
  private void need(String what, String how, String... others) {
    String policy =
        """
        apiVersion: selfheal.trixtech.com/v1alpha1
        kind: HealPolicy
        metadata: {name: web}
        spec:
          targetRef: {kind: Deployment, name: web}
          dependsOn: [{name: it, %s, %s}]
        """
            .formatted(what, how);
    String web = deployment("web", 0, SLEEP, READY_BY_FILE);
    world.apply(String.join("\n---\n", others), web, policy);
  }

  private void seen(boolean reachable, String detail) {
    await(
        "it is seen %s: %s; seen was %s".formatted(reachable ? "up" : "down", detail, facts()),
        () ->
            facts().stream()
                .anyMatch(f -> f.reachable() == reachable && f.detail().contains(detail)));
    assertThat(facts()).singleElement().extracting(DependencyFact::dependency).isEqualTo("it");
  }

  private List<DependencyFact> facts() {
    return world.runtime.signals().read().dependencies();
  }

  private HttpServer serve(int port) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(HOST, port), 0);
    server.setExecutor(threads);
    server.createContext(
        "/health",
        exchange -> {
          try (exchange) {
            gate.await();
            exchange.sendResponseHeaders(status, -1);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
    return server;
  }
}
