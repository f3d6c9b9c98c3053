package com.trixtech.selfheal.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a Dockerfile may say, and where it is refused. */
class DockerfileReaderTest {
  static final String WHOLE =
      """
      # A comment.
      ARG BASE=jre:25
      FROM ${BASE}
      LABEL org.opencontainers.image.title="shop/web"
      LABEL org.opencontainers.image.version="1.2.3"
      COPY target/lib/ /app/
      COPY target/web.jar /app/
      USER 10001:10002
      EXPOSE 3000
      ENTRYPOINT ["java", \\
        "-cp", "/app/*", "web.Main"]
      """;

  @TempDir Path context;

  @Test
  void itIsReadAsItStands() throws Exception {
    Dockerfile read = read(WHOLE);
    assertThat(read.base()).isEqualTo("jre:25");
    assertThat(read.reference()).isEqualTo("shop/web:1.2.3");
    assertThat(read.shortName()).isEqualTo("web");
    assertThat(read.copies())
        .containsExactly(
            new Dockerfile.Copy("target/lib/", "/app/"),
            new Dockerfile.Copy("target/web.jar", "/app/"));
    assertThat(read.user()).isEqualTo("10001:10002");
    assertThat(read.ports()).containsExactly(3000);
    assertThat(read.entrypoint()).containsExactly("java", "-cp", "/app/*", "web.Main");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COPY target/web.jar /app/ | RUN apt-get update | RUN (expected: ARG, FROM | 7",
        "COPY target/web.jar /app/ | COPY target/web.jar app | target/web.jar app (expected: one path | 7",
        "COPY target/web.jar /app/ | COPY --chown=1 target/web.jar /app/ | --chown=1 target/web.jar /app/ (expected: one path | 7",
        "COPY target/web.jar /app/ | WORKDIR /app | WORKDIR (expected: ARG, FROM | 7",
        "COPY target/web.jar /app/ | nonsense | nonsense (expected: an instruction | 7",
        "ARG BASE=jre:25 | ARG BASE | BASE (expected: NAME=DEFAULT) | 2",
        "FROM ${BASE} | FROM ${BASS} | FROM ${BASS} (expected: an image, or an ARG from above) | 3",
        "FROM ${BASE} | FROM jre:25 AS build | FROM jre:25 AS build (expected: an image | 3",
        "USER 10001:10002 | USER root | root (expected: uid:gid | 8",
        "USER 10001:10002 | USER 0:0 | 0:0 (expected: uid:gid | 8",
        "EXPOSE 3000 | EXPOSE http | http (expected: a port) | 9",
      })
  void whatItDoesNotKnowIsRefusedWithItsLine(
      String line, String instead, String message, int number) {
    assertThatThrownBy(() -> read(WHOLE.replace(line, instead)))
        .isInstanceOf(Unusable.class)
        .hasMessageStartingWith(message)
        .hasMessageEndingWith(" in %s:%d", context.resolve("Dockerfile"), number);
  }

  @ParameterizedTest
  @CsvSource({
    "FROM, FROM: missing",
    "USER, USER: missing",
    "ENTRYPOINT, ENTRYPOINT: missing",
    "LABEL, LABEL org.opencontainers.image.title: missing"
  })
  void whatAnImageNeedsMustBeThere(String instruction, String message) {
    String without = WHOLE.replaceAll("(?m)^" + instruction + "(.*\\\\\\n)?.*\\n", "");
    assertThatThrownBy(() -> read(without))
        .isInstanceOf(Unusable.class)
        .hasMessageContaining(message);
  }

  @Test
  void aShellIsNoEntrypointAndABackslashIsNoEnd() {
    String list = WHOLE.substring(WHOLE.indexOf("ENTRYPOINT"));
    assertThatThrownBy(() -> read(WHOLE.replace(list, "ENTRYPOINT java -jar web.jar\n")))
        .hasMessageContaining("no shell starts what is in an image")
        .hasMessageEndingWith(":10");
    assertThatThrownBy(() -> read(WHOLE.replace("\"web.Main\"]", "\"web.Main\"] \\")))
        .hasMessageContaining("an instruction that ends");
  }

  @Test
  void aSecondFromIsRefused() {
    assertThatThrownBy(() -> read(WHOLE + "FROM other:1\n"))
        .hasMessageContaining("FROM other:1 (expected: one FROM)");
  }

  @Test
  void aDirectoryWithoutOneIsNamed() {
    assertThatThrownBy(() -> Dockerfile.in(context))
        .isInstanceOf(Unusable.class)
        .hasMessage("%s: missing (expected: a Dockerfile)", context.resolve("Dockerfile"));
  }

  private Dockerfile read(String text) throws IOException, Unusable {
    Files.writeString(context.resolve("Dockerfile"), text);
    return Dockerfile.in(context);
  }
}
