package com.trixtech.selfheal.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in an archive; no registry is asked. */
class ImageBuildTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path context;
  @TempDir Path out;
  private final List<String> said = new ArrayList<>();
  private final ImageBuild build = new ImageBuild("scratch", "arm64", false, said::add);

  @BeforeEach
  void compile() throws IOException {
    Files.writeString(context.resolve("Dockerfile"), DockerfileReaderTest.WHOLE);
    Files.createDirectories(context.resolve("target/lib"));
    Files.writeString(context.resolve("target/lib/a.jar"), "library");
    Files.writeString(context.resolve("target/web.jar"), "program");
  }

  @Test
  void theArchiveHoldsWhatTheDockerfileSays() throws Exception {
    Path tar = out.resolve("web.tar");
    build.toTar(Dockerfile.in(context), tar);
    Map<String, byte[]> archive = entries(Files.newInputStream(tar));
    JsonNode manifest = JSON.readTree(archive.get("manifest.json")).path(0);
    assertThat(manifest.path("RepoTags").path(0).asText()).isEqualTo("shop/web:1.2.3");
    JsonNode image = JSON.readTree(archive.get("config.json"));
    assertThat(image.path("architecture").asText()).isEqualTo("arm64");
    JsonNode config = image.path("config");
    assertThat(config.path("User").asText()).isEqualTo("10001:10002");
    assertThat(config.path("ExposedPorts").fieldNames()).toIterable().containsExactly("3000/tcp");
    assertThat(JSON.convertValue(config.path("Entrypoint"), String[].class))
        .containsExactly("java", "-cp", "/app/*", "web.Main");
    assertThat(config.path("Labels").path("org.opencontainers.image.version").asText())
        .isEqualTo("1.2.3");
    Map<String, byte[]> files = new TreeMap<>();
    for (JsonNode layer : manifest.path("Layers")) {
      files.putAll(
          entries(
              new GZIPInputStream(new java.io.ByteArrayInputStream(archive.get(layer.asText())))));
    }
    assertThat(files).containsOnlyKeys("app/a.jar", "app/web.jar");
    assertThat(files.get("app/web.jar")).asString().isEqualTo("program");
  }

  @Test
  void theSameFilesGiveTheSameImageHoweverLateAndAnotherFileAnother() throws Exception {
    String first = build.toTar(Dockerfile.in(context), out.resolve("1.tar"));
    Path program = context.resolve("target/web.jar");
    assertThat(program.toFile().setLastModified(0)).isTrue();
    assertThat(build.toTar(Dockerfile.in(context), out.resolve("2.tar"))).isEqualTo(first);
    Files.writeString(program, "another program");
    assertThat(build.toTar(Dockerfile.in(context), out.resolve("3.tar"))).isNotEqualTo(first);
  }

  @Test
  void whatWasNotBuiltIsNamed() throws Exception {
    Files.delete(context.resolve("target/web.jar"));
    Dockerfile image = Dockerfile.in(context);
    assertThatThrownBy(() -> build.toTar(image, out.resolve("web.tar")))
        .isInstanceOf(Unusable.class)
        .hasMessage(
            "%s: missing (expected: built; run mvn package first)",
            context.resolve("target/web.jar"));
  }

  @Test
  void theCommandSaysWhatIsWrongAndEndsWithTheCodeThatItsHelpPromises() {
    assertThat(run("--tar", out.toString())).isEqualTo(Main.USAGE);
    assertThat(said).last().asString().startsWith("error: DIRECTORY: none");
    assertThat(run(context.toString())).isEqualTo(Main.USAGE);
    assertThat(said).last().asString().contains("--tar=DIR");
    assertThat(run("--tar", out.toString(), "--base", "tar://no.tar", context.toString()))
        .isEqualTo(Main.USAGE);
    assertThat(said).last().asString().contains("--base: tar://no.tar (expected: an archive");
    assertThat(run("--tar", out.toString(), "--base", "A B", context.toString()))
        .isEqualTo(Main.USAGE);
    assertThat(said).last().asString().contains("A B (expected: the name of an image)");
    assertThat(run("--tar", out.toString(), "--base", "scratch", context.toString()))
        .isEqualTo(Main.BUILT);
    assertThat(out.resolve("web-1.2.3.tar")).isNotEmptyFile();
  }

  private int run(String... arguments) {
    StringWriter err = new StringWriter();
    int code =
        Main.commandLine()
            .setErr(new PrintWriter(err, true))
            .setOut(new PrintWriter(new StringWriter()))
            .execute(arguments);
    said.add(err.toString());
    return code;
  }

  private static Map<String, byte[]> entries(InputStream in) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (var tar = new TarArchiveInputStream(in)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile()) {
          entries.put(entry.getName(), tar.readAllBytes());
        }
      }
    }
    return entries;
  }
}
