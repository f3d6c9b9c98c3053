package com.trixtech.selfheal.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.selfheal.core.act.Outcome;
import com.trixtech.selfheal.core.guard.Verdict;
import com.trixtech.selfheal.core.journal.Incident;
import com.trixtech.selfheal.core.model.Cause;
import com.trixtech.selfheal.core.model.Mode;
import com.trixtech.selfheal.core.model.RemedyKind;
import com.trixtech.selfheal.core.model.Symptom;
import com.trixtech.selfheal.core.verify.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of docs/reasons.md come from the code, and cannot fall behind it. */
class ReasonsDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "reasons.md");
  private static final String WRITE =
      "mvn -pl selfheal-core test -Dtest=ReasonsDocumentTest -Dselfheal.docs.write=true";

  @Test
  void the_tables_are_current() throws IOException {
    if (Boolean.getBoolean("selfheal.docs.write")) {
      Files.createDirectories(DOCUMENT.getParent());
      Files.writeString(DOCUMENT, document());
    }
    assertThat(Files.exists(DOCUMENT))
        .as("docs/reasons.md is missing; write it: %s", WRITE)
        .isTrue();
    assertThat(Files.readString(DOCUMENT))
        .as("docs/reasons.md is not what the enums say; write it anew: %s", WRITE)
        .isEqualTo(document());
  }

  private static String document() {
    return """
    # Reasons

    Every word that the healer says, with what it means. Generated from the code; do not edit. To write it anew:

        %s
    """
            .formatted(WRITE)
        + section(
            "Causes",
            "Why a workload ails, from the least to the gravest. An open incident's cause moves only"
                + " towards the graver, or to the only one that is still supported.",
            Cause.values(),
            row("Cause", Cause::word),
            row("In single instances", c -> c.inInstances() ? "yes" : "no"),
            row("Meaning", Cause::sentence))
        + section(
            "Symptoms",
            "What is seen on one instance: it …",
            Symptom.values(),
            row("Symptom", Symptom::name),
            row("Health", s -> s.health().word()),
            row("Meaning", Symptom::sentence))
        + section(
            "Remedies",
            "What can be done.",
            RemedyKind.values(),
            row("Remedy", RemedyKind::word),
            row("Passes the guard", k -> k.mutates() ? "yes" : "no"),
            row("Meaning", RemedyKind::sentence))
        + section(
            "Verdicts of the guard",
            "Why an act was admitted or refused. A refusal that lasts longer than the policy's"
                + " `verify.timeout` is escalated where the table says so.",
            Verdict.Reason.values(),
            row("Reason", Verdict.Reason::word),
            row("Escalated when it lasts", r -> r.lasting() ? "yes" : "no"),
            row("Meaning", Verdict.Reason::sentence))
        + section(
            "Outcomes of an act",
            "What the platform answered. None of them says that it helped.",
            Outcome.Kind.values(),
            row("Outcome", Outcome.Kind::name),
            row("May have happened", k -> k.mayHaveHappened() ? "yes" : "no"),
            row("Meaning", Outcome.Kind::sentence))
        + section(
            "Proofs",
            "Whether a remedy helped. Only the first is success.",
            Verification.Proof.values(),
            row("Proof", Verification.Proof::word),
            row("Meaning", Verification.Proof::sentence))
        + section(
            "Endings of an incident",
            "How it was closed.",
            Incident.Ending.values(),
            row("Ending", Incident.Ending::word),
            row("Meaning", Incident.Ending::sentence))
        + section(
            "Modes",
            "How far the healer may go. The default is the first.",
            Mode.values(),
            row("Mode", Mode::word),
            row("Meaning", Mode::sentence));
  }

  private record Column<E>(String title, Function<E, String> cell) {}

  private static <E> Column<E> row(String title, Function<E, String> cell) {
    return new Column<>(title, cell);
  }

  @SafeVarargs
  private static <E extends Enum<E>> String section(
      String title, String lead, E[] values, Column<E>... columns) {
    StringBuilder text = new StringBuilder("\n## ").append(title).append("\n\n");
    text.append(lead).append("\n\n");
    text.append(line(columns, Column::title)).append(line(columns, c -> "---"));
    for (E value : values) {
      text.append(line(columns, c -> c.cell().apply(value)));
    }
    return text.toString();
  }

  private static <E> String line(Column<E>[] columns, Function<Column<E>, String> cell) {
    return Arrays.stream(columns).map(cell).collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
