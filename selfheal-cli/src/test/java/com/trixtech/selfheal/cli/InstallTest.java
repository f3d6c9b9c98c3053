package com.trixtech.selfheal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.trixtech.selfheal.cli.exit.ExitCode;
import com.trixtech.selfheal.server.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallTest {
  @TempDir Path state;

  @Test
  void the_operator_is_printed_for_reading_with_the_comments_that_say_why() {
    Run run = Run.on(state, "install", "--dry-run");

    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("kind: CustomResourceDefinition", "kind: Deployment", "value: Observe")
        .contains("# What the operator may do in mode Observe")
        .doesNotContain("pods/eviction");
  }

  @Test
  void as_json_it_is_one_list_for_the_namespace_that_was_named() throws Exception {
    Run run =
        Run.on(state, "install", "--dry-run", "-n", "shop", "--mode", "enforce", "-o", "json");

    JsonNode list = Json.MAPPER.readTree(run.out());
    assertThat(list.path("kind").asText()).isEqualTo("List");
    assertThat(list.path("items").findValuesAsText("namespace")).isNotEmpty().containsOnly("shop");
    assertThat(run.out()).contains("pods/eviction", "\"Enforce\"");
  }

  @Test
  void without_dry_run_nothing_is_printed_and_the_way_is_shown() {
    Run run = Run.on(state, "install");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("expected: --dry-run", "| kubectl apply -f -");
  }

  @Test
  void a_namespace_that_cannot_be_is_refused_as_json_where_that_was_asked_for() {
    Run run = Run.on(state, "install", "--dry-run", "--namespace", "A b", "-o", "json");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err()).startsWith("{").contains("--namespace: A b (expected: up to 63 of a-z");
    assertThat(Run.on(state, "install", "--dry-run", "--namespace", "default").err())
        .contains("--namespace: default (expected: the namespace of an application)");
  }
}
