package com.trixtech.selfheal.kubernetes.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.manifest.policy.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed definitions are what the types say. */
class CustomResourceDefinitionsTest {
  private static final String COMMAND =
      "mvn -q -pl selfheal-kubernetes -am test -Dtest=CustomResourceDefinitionsTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dselfheal.docs=write";

  @ParameterizedTest
  @ValueSource(strings = {"healpolicies.yaml", "remediations.yaml"})
  void theCommittedDefinitionIsCurrent(String name) throws IOException {
    Path file = Path.of("..", "deploy", "operator", "crds", name);
    String generated =
        "# Generated from the types of selfheal-kubernetes; a test keeps it current. Renew it with\n# "
            + COMMAND
            + "\n"
            + CustomResourceDefinitions.files().get(name);
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
  void aDefaultOfOneRemedyDoesNotAppearBesideTheOthers() {
    var remediation = Schema.of(Spec.class, true).at("/properties/remediations/items/properties");

    assertThat(remediation.has("rollback")).isTrue();
    assertThat(remediation.at("/rollback/default").isMissingNode()).isTrue();
    assertThat(remediation.at("/rollback/properties/requireReadyFor/default").asText())
        .isEqualTo("10m");
    assertThat(remediation.at("/timeout/default").asText()).isEqualTo("90s");
  }

  @Test
  void everyFieldOfThePolicySaysWhatItMeans() {
    assertThat(List.copyOf(Schema.of(Spec.class, true).findValues("properties")))
        .isNotEmpty()
        .allSatisfy(properties ->
            assertThat(properties)
                .allSatisfy(field -> assertThat(field.get("description").asText()).isNotBlank()));
  }
}
