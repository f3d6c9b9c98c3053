package com.trixtech.selfheal.local.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.trixtech.selfheal.core.model.WorkloadRef;
import com.trixtech.selfheal.local.state.Json;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.HttpGet;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.Network;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.Postgres;
import com.trixtech.selfheal.manifest.semantics.ProbeSpec.TcpSocket;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A healer that starts again reads back what it looked at. */
class DependencyCheckTest {
  private static final WorkloadRef BACKEND =
      new WorkloadRef("shop", WorkloadRef.Kind.DEPLOYMENT, "backend");

  private static DependencyCheck check(@Nullable String path, boolean postgres) {
    Duration second = Duration.ofSeconds(1);
    return new DependencyCheck(
        BACKEND, "db", BACKEND, "127.0.0.1", 5432, path, postgres, false, second, second, 3, 1);
  }

  private static DependencyCheck back(DependencyCheck check) throws JsonProcessingException {
    String text = Json.mapper().writeValueAsString(check);
    return Json.mapper().readValue(text, DependencyCheck.class);
  }

  @Test
  void every_question_stands_on_the_disk_as_it_is() throws JsonProcessingException {
    List<Network> questions =
        List.of(
            new TcpSocket("127.0.0.1", 5432),
            new Postgres("127.0.0.1", 5432),
            new HttpGet("HTTP", "127.0.0.1", 5432, "/health", List.of()));
    List<DependencyCheck> checks =
        List.of(check(null, false), check(null, true), check("/health", false));
    for (int i = 0; i < checks.size(); i++) {
      assertThat(checks.get(i).question()).isEqualTo(questions.get(i));
      assertThat(back(checks.get(i))).isEqualTo(checks.get(i));
    }
  }

  @Test
  void a_file_of_before_there_was_this_question_asks_as_it_did() throws JsonProcessingException {
    String before =
        Json.mapper()
            .writeValueAsString(check("/health", false))
            .replace("\"postgres\":false,", "");
    assertThat(before).doesNotContain("postgres");
    assertThat(Json.mapper().readValue(before, DependencyCheck.class))
        .isEqualTo(check("/health", false));
  }
}
