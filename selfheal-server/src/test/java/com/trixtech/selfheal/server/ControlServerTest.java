package com.trixtech.selfheal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.trixtech.selfheal.server.api.Problem;
import com.trixtech.selfheal.server.api.Requests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlServerTest {
  @TempDir Path state;

  private final CompletableFuture<Requests.Down> down = new CompletableFuture<>();
  private ControlServer server;
  private ControlClient client;

  @BeforeEach
  void serve() throws IOException {
    server =
        ControlServer.start(
            InetAddress.getLoopbackAddress(), state, new OnePausePlane(), down::complete);
    client = ControlClient.of(state);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void every_answer_arrives_as_the_plane_gave_it() {
    OnePausePlane plane = new OnePausePlane();
    assertThat(client.status()).isEqualTo(plane.status());
    assertThat(client.incidents(true)).isEqualTo(plane.incidents(true));
    assertThat(client.incidents(false)).isEmpty();
    assertThat(client.incident("a/b c").id()).isEqualTo("a/b c");
    assertThat(client.explain("Deployment/trixtech backend").budget())
        .isEqualTo(plane.explain("Deployment/trixtech backend").budget());
    assertThat(client.apply(new Requests.Apply("/a dir", null)).warnings())
        .containsExactly("/a dir");
    assertThat(client.logs("x", 7, OptionalLong.empty()).lines()).containsExactly("7 from -1");
    assertThat(client.logs("x", 7, OptionalLong.of(9)).lines()).containsExactly("7 from 9");
    assertThat(client.automation()).isEqualTo(plane.automation());
    assertThat(client.metrics()).isEqualTo(plane.metrics());
  }

  @Test
  void a_pause_shows_until_it_is_resumed() {
    client.pause(new Requests.PauseFor("all", "test", "me", Duration.ofMinutes(5)));
    assertThat(client.status().automation()).isEqualTo("Paused");
    assertThat(client.resume("all")).hasSize(1);
    assertThat(client.status().automation()).isEqualTo("On");
  }

  @Test
  void a_fault_can_be_put_in_listed_and_taken_back() {
    var fault = client.inject(new Requests.Inject("stop", "trixtech-backend", null));
    assertThat(client.faults()).containsExactly(fault);
    assertThat(client.removeFault(fault.id())).isEqualTo(fault);
    assertThat(client.faults()).isEmpty();
  }

  @Test
  void a_pause_without_an_end_is_refused() {
    var refused =
        catchThrowableOfType(
            ControlException.class,
            () -> client.pause(new Requests.PauseFor("all", "test", "me", Duration.ZERO)));
    assertThat(refused.problem())
        .isEqualTo(
            new Problem(Problem.Code.BAD_INPUT, "for: PT0S", "more than 0, at most 7 days", null));
  }

  @Test
  void what_is_not_there_is_not_found_and_says_what_there_is() {
    var refused = catchThrowableOfType(ControlException.class, () -> client.explain("nope"));
    assertThat(refused.problem().code()).isEqualTo(Problem.Code.NOT_FOUND);
    assertThat(refused.problem().expected()).isEqualTo("Deployment/trixtech backend");
  }

  @Test
  void a_defect_is_one_sentence_without_a_trace() throws Exception {
    HttpResponse<String> answer =
        ask("POST", "incidents/x/approve", "Bearer " + server.file().token(), "{\"by\":\"me\"}");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("a defect of me").doesNotContain("\\tat ");
  }

  @Test
  void without_the_token_nothing_is_answered() throws Exception {
    assertThat(ask("GET", "status", null, "").statusCode()).isEqualTo(401);
    assertThat(ask("GET", "status", "Bearer wrong", "").body()).contains("token: wrong");
    assertThat(ask("POST", "down", null, "{}").statusCode()).isEqualTo(401);
    assertThat(down).isNotDone();
  }

  @Test
  void broken_requests_are_answered_and_not_dropped() throws Exception {
    String token = "Bearer " + server.file().token();
    assertThat(ask("GET", "nothing", token, "").statusCode()).isEqualTo(404);
    assertThat(ask("GET", "incidents/a/b/c", token, "").statusCode()).isEqualTo(404);
    assertThat(ask("POST", "pauses", token, "{").statusCode()).isEqualTo(400);
    assertThat(ask("POST", "pauses", token, "null").statusCode()).isEqualTo(400);
    assertThat(ask("POST", "faults", token, "{}").statusCode()).isEqualTo(400);
    assertThat(ask("GET", "logs?instance=x&lines=-1", token, "").statusCode()).isEqualTo(400);
    assertThat(ask("POST", "apply", token, "x".repeat(70_000)).statusCode()).isEqualTo(400);
  }

  @Test
  void down_is_answered_before_it_is_passed_on() throws Exception {
    client.down(true, false);
    assertThat(down.get(5, TimeUnit.SECONDS)).isEqualTo(new Requests.Down(true, false));
  }

  @Test
  void the_control_file_is_for_its_owner_only_and_goes_with_the_server() throws IOException {
    Path file = ControlFile.in(state);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(server.file().toString()).doesNotContain(server.file().token());
    server.close();
    assertThat(state).isEmptyDirectory();
    assertThatThrownBy(() -> ControlClient.of(state))
        .hasMessage("no healer runs on " + state + " (expected: ./selfheal up)");
  }

  @Test
  void a_healer_that_was_killed_is_told_from_a_later_process_with_its_pid() throws IOException {
    ControlFile own = server.file();
    new ControlFile(own.token(), own.url(), own.pid(), Instant.EPOCH).write(state);
    var nobody = catchThrowableOfType(NoHealerException.class, () -> ControlClient.of(state));
    assertThat(nobody.trace()).isEqualTo(NoHealerException.Trace.DEAD);
  }

  @Test
  void only_a_loopback_address_is_served() {
    assertThatThrownBy(() ->
            ControlServer.start(
                InetAddress.getByName("0.0.0.0"), state, new OnePausePlane(), _ -> {}))
        .hasMessage("control address: 0.0.0.0 (expected: a loopback address)");
  }

  private HttpResponse<String> ask(String method, String path, @Nullable String token, String body)
      throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(server.file().url() + "/v1/" + path))
              .method(method, HttpRequest.BodyPublishers.ofString(body));
      if (token != null) {
        request.header("Authorization", token);
      }
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
