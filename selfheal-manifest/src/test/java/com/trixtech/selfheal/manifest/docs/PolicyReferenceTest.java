package com.trixtech.selfheal.manifest.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The committed reference of HealPolicy is what its types say. */
class PolicyReferenceTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final String COMMAND =
      "mvn -q -pl selfheal-manifest test -Dtest=PolicyReferenceTest -Dselfheal.docs=write";

  @Test
  void the_committed_page_and_schema_are_current() throws IOException {
    assertCurrent("healpolicy.md", PolicyReference.markdown());
    assertCurrent("healpolicy.schema.json", PolicyReference.schema());
  }

  private static void assertCurrent(String name, String generated) throws IOException {
    Path file = DOCS.resolve(name);
    if ("write".equals(System.getProperty("selfheal.docs"))) {
      Files.writeString(file, generated);
    }
    assertThat(file)
        .as("docs/%s (expected: as generated; run: %s)", name, COMMAND)
        .exists()
        .content()
        .isEqualTo(generated);
  }
}
