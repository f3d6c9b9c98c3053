package com.trixtech.selfheal.kubernetes.signals;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.trixtech.selfheal.core.signals.Snapshot.DependencyFact;
import com.trixtech.selfheal.kubernetes.api.HealPolicy.Reading;
import com.trixtech.selfheal.kubernetes.testing.Specs;
import com.trixtech.selfheal.kubernetes.testing.Waiting;
import com.trixtech.selfheal.manifest.policy.HealPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Looking at dependencies over real connections on this machine. */
class DependencyChecksTest {
  private final DependencyChecks checks =
      new DependencyChecks(
          InstantSource.system(),
          host -> host.equals("127.0.0.1") ? Optional.of("the endpoints") : Optional.empty());

  @AfterEach
  void end() {
    checks.close();
  }

  private static HealPolicy policy(String dependency) {
    var object =
        Specs.policy(
            "booking",
            "backend",
            "{targetRef: {kind: Deployment, name: backend}, dependsOn: [%s]}"
                .formatted(dependency));
    return ((Reading.Whole) object.read()).policy();
  }

  private void until(boolean reachable) {
    Waiting.until(
        reachable ? "it is reachable" : "it is not reachable",
        () -> checks.facts().stream().anyMatch(f -> f.reachable() == reachable));
  }

  @Test
  void aConnectionThatOpensIsEvidenceAndOneThatDoesNotIsTheOther() throws IOException {
    int port;
    try (ServerSocket database = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      port = database.getLocalPort();
      checks.follow(
          List.of(policy("{name: db, external: {host: 127.0.0.1, port: %d}}".formatted(port))));
      until(true);
    }
    until(false);
    assertThat(checks.facts())
        .singleElement()
        .satisfies(fact -> {
          assertThat(fact.dependency()).isEqualTo("db");
          assertThat(fact.dependent().name()).isEqualTo("backend");
          assertThat(fact.detail()).startsWith("127.0.0.1:" + port).endsWith("; the endpoints");
        });
  }

  @Test
  void anAnswerWithAnErrorIsNoGoodAnswer() throws IOException {
    AtomicInteger code = new AtomicInteger(200);
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 5);
    server.createContext(
        "/health",
        exchange -> {
          exchange.sendResponseHeaders(code.get(), -1);
          exchange.close();
        });
    server.start();
    try {
      checks.follow(
          List.of(
              policy(
                  """
                  {name: pay, external: {host: 127.0.0.1, port: %d},
                   check: {period: 100ms, httpGet: {path: /health, port: %d}}}\
                  """
                      .formatted(server.getAddress().getPort(), server.getAddress().getPort()))));
      until(true);
      code.set(503);
      until(false);
      assertThat(checks.facts())
          .extracting(DependencyFact::detail)
          .allMatch(d -> d.endsWith("503; the endpoints"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aWorkloadWithoutACheckIsJudgedByItsOwnReadiness() {
    checks.follow(List.of(policy("{name: db, targetRef: {kind: StatefulSet, name: postgres}}")));

    assertThat(checks.facts()).isEmpty();
  }

  @Test
  void whatNoPolicyDeclaresAnyMoreIsNoLongerLookedAt() {
    checks.follow(List.of(policy("{name: db, external: {host: 127.0.0.1, port: 9}}")));
    until(false);

    checks.follow(List.of());

    assertThat(checks.facts()).isEmpty();
  }
}
