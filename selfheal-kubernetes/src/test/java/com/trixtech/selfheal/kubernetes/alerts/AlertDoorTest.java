package com.trixtech.selfheal.kubernetes.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.trixtech.selfheal.core.model.Alert;
import com.trixtech.selfheal.core.model.WorkloadRef;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertDoorTest {
  private static final WorkloadRef BACKEND =
      new WorkloadRef("shop", WorkloadRef.Kind.DEPLOYMENT, "backend");
  private static final String SECRET = "a-long-secret";
  private static final String FIRING =
      """
      {"version": "4", "status": "firing", "receiver": "selfheal", "alerts": [{
        "status": "firing", "fingerprint": "%s",
        "labels": {"alertname": "Errors", "namespace": "shop", "deployment": "%s"},
        "annotations": {"summary": "5 %% of the requests\\nfail"},
        "startsAt": "2026-02-03T04:00:00.123Z", "endsAt": "0001-01-01T00:00:00Z"}]}
      """;

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-02-03T04:05:06Z");
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<AutoCloseable> open = new ArrayList<>();
  private Path token;

  /** One operator's door. */
  private final class House implements AlertDoor.Leader {
    final Alerts alerts = new Alerts(() -> now);
    private final HttpServer server;
    boolean leads = true;
    @Nullable House leader;

    House() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      AlertDoor door = new AlertDoor(token, alerts, () -> Set.of(BACKEND), this, () -> now);
      server.createContext(AlertDoor.PATH, door);
      server.setExecutor(task -> Thread.ofVirtual().start(task));
      server.start();
      open.add(door);
      open.add(() -> server.stop(0));
    }

    @Override
    public boolean here() {
      return leads;
    }

    @Override
    public Optional<URI> elsewhere() {
      return Optional.ofNullable(leader).map(House::uri);
    }

    URI uri() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + AlertDoor.PATH);
    }

    int post(String body) throws Exception {
      return post(body, "Bearer " + SECRET).statusCode();
    }

    HttpResponse<String> post(String body, String authorization) throws Exception {
      return client.send(
          HttpRequest.newBuilder(uri())
              .header("Authorization", authorization)
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @BeforeEach
  void token() throws IOException {
    token = folder.resolve("token");
    Files.writeString(token, SECRET + "\n");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    client.close();
  }

  private static String firing(String fingerprint) {
    return FIRING.formatted(fingerprint, "backend");
  }

  @Test
  void an_alert_is_taken_once_with_what_a_reader_needs() throws Exception {
    House house = new House();
    assertThat(house.post(firing("f1"))).isEqualTo(200);
    assertThat(house.post(firing("f1"))).isEqualTo(200);
    assertThat(house.alerts.firing())
        .containsExactly(
            new Alert(
                BACKEND,
                "Errors",
                Instant.parse("2026-02-03T04:00:00.123Z"),
                "5 % of the requests fail"));
  }

  @Test
  void one_that_is_over_is_gone() throws Exception {
    House house = new House();
    house.post(firing("f1"));
    house.post(firing("f2"));
    house.post(
        firing("f1")
            .replace(
                "\"status\": \"firing\", \"fingerprint\"",
                "\"status\": \"resolved\", \"fingerprint\""));
    assertThat(house.alerts.firing()).hasSize(1);
    house.post(firing("f2").replace("0001-01-01T00:00:00Z", "2026-02-03T04:05:00Z"));
    assertThat(house.alerts.firing()).as("its end has passed").isEmpty();
  }

  @Test
  void one_that_nobody_repeats_is_forgotten_in_time() throws Exception {
    House house = new House();
    house.post(firing("f1"));
    now = now.plus(Alerts.KEPT).minusSeconds(1);
    assertThat(house.alerts.firing()).hasSize(1);
    now = now.plusSeconds(1);
    assertThat(house.alerts.firing()).isEmpty();
  }

  @Test
  void what_no_policy_is_about_or_names_no_workload_is_left_out() throws Exception {
    House house = new House();
    assertThat(house.post(FIRING.formatted("f1", "other"))).isEqualTo(200);
    assertThat(house.post(firing("f2").replace("\"namespace\": \"shop\", ", ""))).isEqualTo(200);
    assertThat(house.alerts.firing()).isEmpty();
  }

  @Test
  void nobody_without_the_token_is_heard_and_a_renewed_one_counts_at_once() throws Exception {
    House house = new House();
    assertThat(house.post(firing("f1"), "Bearer wrong").statusCode()).isEqualTo(401);
    assertThat(house.post(firing("f1"), "Basic " + SECRET).statusCode()).isEqualTo(401);
    assertThat(house.alerts.firing()).isEmpty();
    Files.writeString(token, "another");
    assertThat(house.post(firing("f1"))).isEqualTo(401);
    assertThat(house.post(firing("f1"), "bearer another").statusCode()).isEqualTo(200);
  }

  @Test
  void without_a_token_the_door_is_closed() throws Exception {
    House house = new House();
    Files.writeString(token, " ");
    assertThat(house.post(firing("f1"), "Bearer ").statusCode()).isEqualTo(404);
    Files.delete(token);
    assertThat(house.post(firing("f1"))).isEqualTo(404);
  }

  @Test
  void what_is_no_message_or_too_long_is_refused_with_a_reason() throws Exception {
    House house = new House();
    assertThat(house.post("{", "Bearer " + SECRET).body()).contains("no JSON");
    assertThat(house.post("{}", "Bearer " + SECRET).body()).contains("alerts: absent");
    assertThat(house.post("x".repeat((1 << 20) + 1))).isEqualTo(413);
    assertThat(
            client
                .send(
                    HttpRequest.newBuilder(house.uri()).build(),
                    HttpResponse.BodyHandlers.discarding())
                .statusCode())
        .isEqualTo(405);
  }

  @Test
  void too_many_messages_are_put_off_and_the_next_second_is_another() throws Exception {
    House house = new House();
    for (int i = 0; i < 20; i++) {
      assertThat(house.post(firing("f" + i))).isEqualTo(200);
    }
    assertThat(house.post(firing("late"))).isEqualTo(429);
    now = now.plus(Duration.ofSeconds(1));
    assertThat(house.post(firing("late"))).isEqualTo(200);
    assertThat(house.alerts.firing()).as("of one workload").hasSize(Alerts.MOST_OF_ONE);
  }

  @Test
  void one_that_does_not_lead_hands_it_to_the_leader() throws Exception {
    House leader = new House();
    House follower = new House();
    follower.leads = false;
    follower.leader = leader;
    assertThat(follower.post(firing("f1"))).isEqualTo(200);
    assertThat(leader.alerts.firing()).hasSize(1);
    assertThat(follower.alerts.firing()).as("for when it leads itself").hasSize(1);
  }

  @Test
  void what_the_leader_has_not_got_is_to_be_sent_again_and_goes_in_no_circle() throws Exception {
    House one = new House();
    House other = new House();
    one.leads = false;
    other.leads = false;
    assertThat(one.post(firing("f1"))).as("nobody leads").isEqualTo(503);
    one.leader = other;
    other.leader = one;
    assertThat(one.post(firing("f1"))).isEqualTo(503);
  }
}
