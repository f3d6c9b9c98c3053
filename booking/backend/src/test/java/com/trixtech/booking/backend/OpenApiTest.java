package com.trixtech.booking.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The document and the server say the same. Without a database: it must be served then, too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {
  private Backend backend;
  private JsonNode document;

  @BeforeAll
  void start() throws Exception {
    var environment = new HashMap<String, String>();
    environment.put("PORT", "0");
    environment.put("DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/booking");
    environment.put("DATABASE_USER", "nobody");
    environment.put("DATABASE_PASSWORD", "nothing");
    environment.put("PAYMENT_URL", "http://127.0.0.1:1");
    environment.put("DRAIN", "0ms");
    backend = Backend.start(Config.from(environment));
    var reply = new Caller(backend.port()).get("/openapi.json");
    assertThat(reply.status()).isEqualTo(200);
    document = reply.body();
  }

  @AfterAll
  void stop() {
    backend.close();
  }

  @Test
  void eachRouteOfTheServerIsDescribedAndNoOther() {
    assertThat(document.path("openapi").asText()).startsWith("3.1");
    var described = new ArrayList<String>();
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .fieldNames()
                .forEachRemaining(method ->
                    described.add(
                        method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
    assertThat(described).containsExactlyInAnyOrderElementsOf(backend.routes());
  }

  @Test
  void eachOperationHasANameOfItsOwnAndEachReferenceAnAim() {
    var operations = document.findValuesAsText("operationId");
    assertThat(operations).hasSameSizeAs(backend.routes()).doesNotHaveDuplicates();
    List<String> references = document.findValuesAsText("$ref");
    assertThat(references).isNotEmpty();
    assertThat(references)
        .allSatisfy(ref -> assertThat(document.at(ref.substring(1)).isMissingNode()).isFalse());
  }

  @Test
  void eachWriteAsksForAnIdempotencyKey() {
    int writes = 0;
    for (var path : document.path("paths").properties()) {
      var post = path.getValue().path("post");
      if (!post.isMissingNode()) {
        writes++;
        assertThat(post.path("parameters").findValuesAsText("$ref"))
            .as(path.getKey())
            .contains("#/components/parameters/IdempotencyKey");
      }
    }
    assertThat(writes).isEqualTo(3);
  }
}
