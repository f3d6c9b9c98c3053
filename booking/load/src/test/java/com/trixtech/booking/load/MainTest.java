package com.trixtech.booking.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.trixtech.booking.load.history.History;
import com.trixtech.booking.load.history.HistoryFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands, on a system in memory, whose books are spoilt behind its back. */
class MainTest {
  @TempDir private Path directory;
  private final InMemorySystem system = new InMemorySystem();
  private String out = "";
  private String err = "";

  @AfterEach
  void stop() {
    system.close();
  }

  private int execute(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(
        List.of(
            "--backend", system.backend().toString(), "--gateway", system.gateway().toString()));
    arguments.addAll(List.of(more));
    var printed = new StringWriter();
    var complained = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(printed)).setErr(new PrintWriter(complained));
    int code = line.execute(arguments.toArray(String[]::new));
    out = printed.toString();
    err = complained.toString();
    return code;
  }

  private JsonNode check(Path history, int expectedCode) throws Exception {
    assertThat(
            execute("check", "--history", history.toString(), "-o", "json", "--patience", "PT2S"))
        .as(out + err)
        .isEqualTo(expectedCode);
    return new ObjectMapper().readTree(out);
  }

  private JsonNode run(Path history, String duration) throws Exception {
    int code =
        execute(
            "run",
            "--rate",
            "100",
            "--duration",
            duration,
            "--think",
            "PT0.02S",
            "--timeout",
            "PT60S",
            "--history",
            history.toString(),
            "-o",
            "json");
    assertThat(code).as(out + err).isZero();
    return new ObjectMapper().readTree(out);
  }

  @Test
  void a_run_leaves_a_history_by_which_each_main_fault_is_found_in_the_systems_own_books()
      throws Exception {
    Path file = directory.resolve("history.jsonl");
    JsonNode ran = run(file, "PT3S");
    if (ran.at("/payments/charges").asInt() == 0) { // a machine that is very busy
      ran = run(file, "PT40S");
    }
    assertThat(ran.at("/requests/failed").asInt()).isZero();
    assertThat(ran.at("/bookings/acknowledged").asInt()).isPositive();
    assertThat(ran.at("/payments/charges").asInt()).isPositive();
    assertThat(ran.at("/phases/0/goodput").asDouble()).isPositive();
    assertThat(err).contains("requests").contains("bookings");

    assertThat(check(file, 0).path("bookings"))
        .as("the same again")
        .isEqualTo(ran.path("bookings"));
    History read = HistoryFile.read(file);
    assertThat(read.acknowledged()).isEqualTo(ran.at("/bookings/acknowledged").asLong());
    assertThat(Files.readString(file)).contains("\"read\":\"/availability?");

    // Charged twice.
    var charge =
        system.entries().stream()
            .filter(e -> e.path("kind").asText().equals("Charge"))
            .findFirst()
            .orElseThrow();
    var again = charge.deepCopy().put("seq", system.entries().size() + 1).put("key", "again");
    system.entries().add(again);
    assertThat(check(file, 1).path("breaches")).hasToString("{\"ChargedTwice\":1}");
    system.entries().remove(again);

    // Lost.
    int place = system.bookings().size() - 1; // of this run, whatever ran before
    var lost = system.bookings().remove(place);
    JsonNode report = check(file, 1);
    assertThat(report.path("breaches")).hasToString("{\"Lost\":1}");
    assertThat(report.at("/examples/0").asText()).contains(lost.path("id").asText());
    system.bookings().add(place, lost);

    // A room given twice.
    var taken =
        system.bookings().stream()
            .filter(b -> b.path("state").asText().equals("Confirmed"))
            .findFirst()
            .orElseThrow();
    var doubled = taken.deepCopy().put("seq", 10_000).put("id", "z").put("state", "PendingPayment");
    doubled.putObject("guest").put("email", "else@example.com");
    doubled.putArray("paymentKeys");
    system.bookings().add(doubled);
    assertThat(check(file, 1).path("breaches")).hasToString("{\"RoomTwice\":1}");
    system.bookings().remove(doubled);

    // Never settled.
    taken.putObject("payment").put("state", "Pending");
    assertThat(check(file, 1).path("breaches")).hasToString("{\"Unsettled\":1}");
    taken.putObject("payment").put("state", "Succeeded");

    assertThat(check(file, 0).path("breaches")).isEmpty();
  }

  @Test
  void books_that_disagree_are_told_in_words_too() {
    system
        .entries()
        .add(
            new ObjectMapper()
                .createObjectNode()
                .put("seq", 1)
                .put("kind", "Charge")
                .put("key", "k")
                .put("reference", "nobody")
                .set(
                    "amount",
                    new ObjectMapper()
                        .createObjectNode()
                        .put("currency", "EUR")
                        .put("minor", 700)));
    assertThat(execute("check", "--patience", "PT1S")).isEqualTo(1);
    assertThat(out)
        .contains("Breach       1 x a charge belongs to no booking")
        .contains("ChargeStray: charge k of 700 EUR for booking nobody")
        .contains("THE BOOKS DISAGREE");
  }

  @Test
  void books_that_cannot_be_read_are_no_proof() {
    system.trouble((_, _, _) -> InMemorySystem.Trouble.ERROR);
    assertThat(execute("check", "--patience", "PT0.1S")).isEqualTo(3);
    assertThat(out).contains("not checked: status: 500 (expected: 200) from ");
  }

  @Test
  void wrong_arguments_are_said() {
    assertThat(execute("run", "--rate", "fast")).isEqualTo(2);
    assertThat(err).contains("rate: fast (expected: such as 200, or 200:10s,600:20s,200)");
    assertThat(execute("run", "--write-share", "0.9")).isEqualTo(2);
    assertThat(err).contains("writeShare: 0.9 (expected: 0 to 0.42)");
    assertThat(execute("check", "--history", directory.resolve("none").toString())).isEqualTo(3);
  }

  @Test
  void a_history_that_is_none_is_refused_with_its_line() throws Exception {
    Path file = Files.writeString(directory.resolve("h"), "{\"read\":\"/\"}\n{\"x\":1}\n");
    assertThat(execute("check", "--history", file.toString())).isEqualTo(3);
    assertThat(out).contains("(expected: a line of a history) in " + file + ":2");
  }

  @Test
  void a_load_that_waits_ends_when_nobody_asks_for_it() {
    var complained = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setErr(new PrintWriter(complained));
    assertThat(line.execute("serve", "--control-port", "0", "--alone", "PT0.05S")).isZero();
    assertThat(complained.toString()).contains("waiting on 127.0.0.1:", "nobody has asked for");
  }
}
