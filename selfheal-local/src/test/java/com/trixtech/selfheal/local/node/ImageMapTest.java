package com.trixtech.selfheal.local.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.trixtech.selfheal.local.state.LocalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ImageMapTest {
  @TempDir Path directory;

  @Test
  void paths_are_relative_to_the_file() throws IOException {
    ImageMap map =
        read(
            """
            images:
              web:1: {command: [./bin/web, --port, "80"], stopSignal: SIGINT, env: {HOME: ./home}, path: [tools]}
            """);
    Image web = map.get("web:1");
    assertThat(web.command())
        .containsExactly(directory.resolve("bin/web").toString(), "--port", "80");
    assertThat(web.stopSignal()).isEqualTo("INT");
    assertThat(web.env()).containsEntry("HOME", directory.resolve("home").toString());
    assertThat(web.path()).containsExactly(directory.resolve("tools"));
    assertThatThrownBy(() -> map.get("web:2"))
        .isInstanceOf(LocalException.class)
        .hasMessageContaining("web:2 has no entry")
        .hasMessageContaining("nearest known is web:1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "images: {a: {comand: [x]}} | images.a.comand: unknown key",
        "image: {} | nearest known is images",
        "images: {a: {}} | images.a.command: empty",
        "images: {a: {command: x}} | expected: a list of words",
        "images: {a: {command: [x], stopSignal: KIL}} | expected: one of HUP, INT",
        "images: [ | not YAML"
      })
  void what_is_wrong_is_named(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(LocalException.class)
        .hasMessageContaining(message);
  }

  private ImageMap read(String text) throws IOException {
    Path file = directory.resolve("images.yaml");
    Files.writeString(file, text);
    return ImageMap.read(file);
  }
}
