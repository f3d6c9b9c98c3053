package com.trixtech.selfheal.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.drill.catalogue.Drills;
import com.trixtech.selfheal.drill.evidence.DrillSeries;
import com.trixtech.selfheal.drill.report.DrillReference;
import com.trixtech.selfheal.drill.report.ReportJson;
import com.trixtech.selfheal.drill.report.ReportStore;
import com.trixtech.selfheal.drill.run.DrillRequest;
import com.trixtech.selfheal.drill.run.DrillRunner;
import com.trixtech.selfheal.drill.system.ReleaseCopy;
import com.trixtech.selfheal.manifest.ManifestReader;
import com.trixtech.selfheal.manifest.Manifests;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Path MANIFESTS = Path.of("..", "deploy");
  private static final String COMMAND =
      "mvn -q -pl selfheal-drill -am test -Dtest=ReportTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dselfheal.docs=write";

  @TempDir private Path state;

  private DrillSeries run(String name) throws Exception {
    FakeWorld world = new FakeWorld(MANIFESTS);
    return new DrillRunner(world, world.traffic, world, state)
        .run(DrillRequest.once(Drills.named(name).orElseThrow()), _ -> {});
  }

  private static void assertCurrent(Path file, String generated) throws Exception {
    if ("write".equals(System.getProperty("selfheal.docs"))) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, generated);
    }
    assertThat(file)
        .as("%s (expected: as generated; run: %s)", file, COMMAND)
        .exists()
        .content()
        .isEqualTo(generated);
  }

  @Test
  void the_committed_page_of_drills_is_current() throws Exception {
    assertCurrent(Path.of("..", "docs", "drills.md"), DrillReference.markdown());
  }

  @Test
  void the_json_is_as_it_was_promised() throws Exception {
    String json = ReportJson.of(run("bad-release")).replace(state.toString(), "STATE");
    assertCurrent(Path.of("src", "test", "resources", "bad-release.json"), json + "\n");
  }

  @Test
  void what_was_not_measured_is_null_and_never_zero() throws Exception {
    var json = ReportJson.tree(run("false-alarm"));
    assertThat(json.path("timeToDetectMs").isNull()).isTrue();
    assertThat(json.path("timeToRecoverMs").isNull()).isTrue();
    assertThat(json.path("diagnosis").isNull()).isTrue();
    assertThat(json.path("recoveredBy").asText()).isEqualTo("nothing");
  }

  @Test
  void the_page_is_well_formed_and_loads_nothing_from_elsewhere() throws Exception {
    for (String drill : new String[] {"kill-instance", "database-down", "bad-release"}) {
      String page = Files.readString(run(drill).directory().resolve("report.html"));
      var document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
      assertThat(document.getElementsByTagName("svg").getLength()).isEqualTo(1);
      assertThat(document.getElementsByTagName("script").getLength()).isZero();
      assertThat(document.getElementsByTagName("h1").item(0).getTextContent()).startsWith("PASSED");
      assertThat(page).doesNotContain("http", "src=", "@import", "NaN");
    }
  }

  @Test
  void the_failed_requests_and_the_acts_are_in_the_picture() throws Exception {
    assertThat(Files.readString(run("database-down").directory().resolve("report.html")))
        .contains("class=\"failed\"", "class=\"fault\"", ">HoldRestarts</text>");
  }

  @Test
  void the_newest_report_is_found_again_and_has_its_timeline() throws Exception {
    run("kill-instance");
    DrillSeries second = run("kill-instance");
    Path latest = ReportStore.latest(state, "kill-instance").orElseThrow();
    assertThat(latest.toRealPath()).isEqualTo(second.directory().toRealPath());
    assertThat(ReportStore.latest(state)).contains(latest);
    assertThat(Files.readAllLines(latest.resolve("timeline.jsonl")))
        .anyMatch(line -> line.contains("\"step\":\"diagnosis\""));
  }

  @Test
  void a_release_differs_from_the_original_in_its_environment_only(@TempDir Path directory)
      throws Exception {
    Path copy = directory.resolve("copy");
    ReleaseCopy.write(MANIFESTS, copy, "trixtech-backend", Map.of("BOOKING_FAULT", "never-ready"));
    Manifests before = ManifestReader.read(MANIFESTS);
    Manifests after = ManifestReader.read(copy);
    var container =
        after.deployments().getFirst().value().getSpec().getTemplate().getSpec().getContainers();
    var variables = container.getFirst().getEnv();
    assertThat(variables.removeIf(v -> v.getName().equals("BOOKING_FAULT"))).isTrue();
    assertThat(after.deployments().getFirst().value())
        .isEqualTo(before.deployments().getFirst().value());
    assertThat(after.objects()).hasSameSizeAs(before.objects());
  }
}
