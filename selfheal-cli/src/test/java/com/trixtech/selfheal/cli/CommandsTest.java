package com.trixtech.selfheal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.server.ControlException;
import com.trixtech.selfheal.server.ControlFile;
import com.trixtech.selfheal.server.ControlServer;
import com.trixtech.selfheal.server.Json;
import com.trixtech.selfheal.server.api.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command that asks a healer, against the real server with a fake system behind it. */
class CommandsTest {
  @TempDir Path state;

  private final FakeSystem system = new FakeSystem();
  private ControlServer server;

  @BeforeEach
  void serve() throws IOException {
    server = ControlServer.start(InetAddress.getLoopbackAddress(), state, system, _ -> {});
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "incidents",
        "incident inc-7",
        "explain trixtech-backend",
        "logs trixtech-postgresql-0"
      })
  void the_text_of_an_answer_is_as_agreed_and_fits_eighty_columns(String line) throws IOException {
    Run run = Run.on(state, line.split(" "));
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo(golden(line.replace(' ', '-') + ".txt"));
    assertThat(run.out().lines()).allSatisfy(text -> assertThat(text.length()).isLessThan(81));
  }

  @Test
  void status_as_json_has_the_agreed_fields_first_and_in_order() throws IOException {
    JsonNode json = Json.MAPPER.readTree(Run.on(state, "status", "-o", "json").out());
    assertThat(names(json))
        .startsWith("health", "automation", "workloads", "services", "incidents");
    JsonNode workload = json.get("workloads").get(0);
    assertThat(names(workload))
        .containsExactly("name", "kind", "health", "ready", "replicas", "revision", "instances");
    assertThat(names(workload.get("instances").get(0)))
        .startsWith("name", "uid", "pid", "ip", "ready", "health", "restarts");
    assertThat(names(json.get("services").get(0))).containsExactly("name", "url");
    assertThat(json.get("incidents").get("open").asInt()).isEqualTo(1);
  }

  @Test
  void incidents_as_json_have_the_agreed_fields_first_and_in_order() throws IOException {
    JsonNode json = Json.MAPPER.readTree(Run.on(state, "incidents", "-o", "json").out()).get(0);
    assertThat(names(json))
        .startsWith(
            "id",
            "target",
            "cause",
            "remedies",
            "outcome",
            "openedAt",
            "detectedAt",
            "recoveredAt");
    assertThat(names(json.get("remedies").get(0)))
        .containsExactly("remedy", "target", "verdict", "outcome", "at");
    assertThat(json.get("recoveredAt").isNull()).isTrue();
    assertThat(json.get("openedAt").asText()).isEqualTo("2026-11-23T21:59:48Z");
  }

  @Test
  void a_terminal_gets_colours_and_everybody_gets_icon_and_word() {
    InstantSource clock = InstantSource.fixed(FakeSystem.NOW);
    assertThat(Run.with(state, Map.of(), true, clock, "status").out())
        .contains("\u001b[31m✖ Failed");
    assertThat(Run.with(state, Map.of("NO_COLOR", "1"), true, clock, "status").out())
        .contains("✖ Failed")
        .doesNotContain("\u001b");
    assertThat(Run.on(state, "status").out()).contains("✖ Failed").doesNotContain("\u001b");
    assertThat(Run.on(state, "status", "--color", "always").out()).contains("\u001b[31m✖ Failed");
    assertThat(Run.with(state, Map.of(), true, clock, "status", "--color=never").out())
        .doesNotContain("\u001b");
  }

  @Test
  void status_with_check_tells_by_its_exit_code() {
    assertThat(Run.on(state, "status", "--check").code()).isEqualTo(ExitCode.FINDINGS.code());
    system.well = true;
    Run run = Run.on(state, "status", "--check");
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("All is well; 3 of 3 instances ready; automation ON");
    assertThat(Run.on(state, "incidents").out()).startsWith("No open incident.");
  }

  @Test
  void a_pause_says_when_it_ends_and_status_shows_it_until_it_is_resumed() {
    Run pause = Run.on(state, "pause", "--reason", "moving disks", "--for", "1h30m");
    assertThat(pause.out())
        .startsWith("Paused all until 2026-11-23 23:30:00Z (in 1 h 30 min).")
        .contains("./selfheal resume pause-1");
    assertThat(Run.on(state, "status").out())
        .contains("automation PAUSED")
        .contains("▲ Paused (pause-1) for all by ada: moving disks; ends in 1 h 30 min");
    assertThat(Run.on(state, "resume").out()).isEqualTo("Resumed all (pause-1).\n");
    assertThat(Run.on(state, "resume").out()).isEqualTo("Nothing was paused.\n");
  }

  @Test
  void an_approval_says_what_it_allows_and_what_spoke_for_it() {
    system.awaiting = true;

    assertThat(Run.on(state, "approve", "inc-7").out())
        .isEqualTo(
            """
            Approved: Restart on trixtech-backend-5d9c7b6f44-b, since InstanceHung.
              - 3 liveness probes in a row failed on 1 of 2 instances; its peer answers in 4
                ms
              - Admitted: unavailable 1 of 2, allowed 1
            Watch it: ./selfheal incident inc-7
            """);
  }

  @Test
  void old_news_is_marked_as_old() {
    InstantSource later = InstantSource.fixed(FakeSystem.NOW.plusSeconds(95));
    assertThat(Run.with(state, Map.of(), false, later, "status").out())
        .contains("▲ The healer looked last 1 min 35 s ago.");
  }

  @Test
  void apply_tells_changes_and_warnings() {
    Run run = Run.on(state, "apply", "-f", state.toString());
    assertThat(run.out())
        .isEqualTo(
            """
            Changed  Deployment/trixtech-backend  revision 3 -> 4
            ▲ Ingress/trixtech: not honoured by the local runtime
            """);
  }

  /** It ended with 2, as if the manifests were wrong. */
  @Test
  void an_apply_that_the_machine_does_not_allow_ends_with_five_and_says_why() {
    system.refusal =
        new ControlException(
            Problem.Code.ENVIRONMENT, "state: cannot write a.json", null, "nothing has changed");
    Run run = Run.on(state, "apply", "-f", state.toString());
    assertThat(run.code()).isEqualTo(ExitCode.ENVIRONMENT.code());
    assertThat(run.err()).isEqualTo("error: state: cannot write a.json\n  nothing has changed\n");
  }

  @Test
  void a_wrong_name_is_answered_with_the_right_ones() {
    Run run = Run.on(state, "explain", "backend-2");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err())
        .isEqualTo(
            "error: target: backend-2 (expected: trixtech-backend or trixtech-postgresql)\n");
  }

  @Test
  void a_failure_as_json_is_json_on_standard_error() throws IOException {
    Run run = Run.on(state, "approve", "inc-7", "-o", "json");
    assertThat(run.out()).isEmpty();
    JsonNode json = Json.MAPPER.readTree(run.err());
    assertThat(json.get("code").asText()).isEqualTo("USAGE");
    assertThat(json.get("error").asText())
        .isEqualTo("incident: inc-7 waits for nobody (expected: AwaitingApproval)");
    assertThat(json.get("hint").asText()).isEqualTo("see ./selfheal incident inc-7");
  }

  @Test
  void a_refused_token_is_no_defect() throws IOException {
    ControlFile real = server.file();
    new ControlFile("other", real.url(), real.pid(), real.processStartedAt()).write(state);
    Run run = Run.on(state, "status");
    real.write(state);
    assertThat(run.code()).isEqualTo(ExitCode.ENVIRONMENT.code());
    assertThat(run.err()).startsWith("error: token: wrong (expected: ");
  }

  @Test
  void without_a_healer_every_command_says_how_to_start_one(@TempDir Path empty) {
    for (String line : List.of("status", "incidents", "explain x", "down", "resume", "logs x")) {
      Run run = Run.on(empty, line.split(" "));
      assertThat(run.code()).as(line).isEqualTo(ExitCode.NOTHING_RUNS.code());
      assertThat(run.err())
          .isEqualTo("error: no healer runs on " + empty + " (expected: ./selfheal up)\n");
    }
  }

  @Test
  void a_defect_is_one_line_and_a_file_and_never_a_trace() {
    Run run = Run.with(state, Map.of(), false, () -> null, "pause", "--reason", "x");
    assertThat(run.code()).isEqualTo(ExitCode.BUG.code());
    assertThat(run.err())
        .startsWith("error: defect of selfheal: java.lang.NullPointerException")
        .contains("the details are in ")
        .doesNotContain("\tat ");
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = CommandsTest.class.getResourceAsStream("/golden/" + name)) {
      return in == null ? "(no golden file " + name + ")" : new String(in.readAllBytes(), UTF_8);
    }
  }
}
