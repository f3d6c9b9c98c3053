package com.trixtech.selfheal.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.trixtech.selfheal.cli.exit.CommandFailure;
import com.trixtech.selfheal.local.node.Image;
import com.trixtech.selfheal.local.node.ImageMap;
import com.trixtech.selfheal.manifest.ManifestReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an image needs before its first start. */
final class PreparationTest {
  private static final String WEB =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: main, image: "web:1"}]}
      """;

  private final List<String> progress = new ArrayList<>();

  @Test
  void what_it_tells_becomes_part_of_the_environment_and_the_map_wins() throws Exception {
    Image ready =
        prepare("echo copying; printf 'APP_HOME=/a b=c\\nLEVEL=1\\n' > $SELFHEAL_IMAGE_ENV");
    assertThat(ready.env()).isEqualTo(Map.of("APP_HOME", "/a b=c", "LEVEL", "2"));
    assertThat(progress).containsExactly("copying");
  }

  @Test
  void a_command_that_fails_says_its_code_and_its_last_line() {
    assertThatThrownBy(() -> prepare("echo one; echo no build here; exit 3"))
        .isInstanceOf(CommandFailure.class)
        .hasMessage("sh: ended with code 3 (expected: 0): no build here");
  }

  @Test
  void a_line_that_is_no_variable_is_refused() {
    assertThatThrownBy(() -> prepare("echo nonsense > $SELFHEAL_IMAGE_ENV"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("'nonsense' in $SELFHEAL_IMAGE_ENV (expected: NAME=VALUE)");
  }

  private Image prepare(String script) throws InterruptedException {
    Image image =
        new Image(
            List.of("web"),
            "TERM",
            Map.of("LEVEL", "2"),
            List.of(),
            List.of("/bin/sh", "-c", script));
    return new Preparation(
            ImageMap.of(Map.of("web:1", image)), ManifestReader.parse("web.yaml", WEB))
        .run(progress::add)
        .get("web:1");
  }
}
