package com.trixtech.selfheal.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables in {@code docs/simulator.md} are the classes' own words. */
class DocumentationTest {
  private static final Path PAGE = Path.of("..", "docs", "simulator.md");

  @Test
  void the_page_has_the_present_tables() throws IOException {
    String page = Files.readString(PAGE);
    String current = with(page, "invariants", invariants());
    current = with(current, "kill-points", killPoints());
    current = with(current, "platforms", platforms());
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(PAGE, current);
    } else {
      assertThat(page)
          .as("renew it with: mvn -pl selfheal-sim -am test -Ddocs.update=true")
          .isEqualTo(current);
    }
  }

  private static String with(String page, String table, String rows) {
    String begin = "<!-- " + table + " -->\n";
    String end = "<!-- end -->\n";
    int from = page.indexOf(begin) + begin.length();
    assertThat(page).contains(begin);
    return page.substring(0, from) + rows + page.substring(page.indexOf(end, from));
  }

  private static String invariants() {
    return Invariant.all().stream()
        .map(i -> "| `%s` | %s |\n".formatted(i.name(), i.sentence()))
        .collect(Collectors.joining("", "| invariant | promise |\n|---|---|\n", ""));
  }

  private static String platforms() {
    String delays =
        Arrays.stream(Delay.values())
            .map(d -> row(d.sentence(), p -> d.on(p).text()))
            .collect(Collectors.joining());
    String traits =
        Arrays.stream(Trait.values())
            .map(t -> row(t.sentence(), p -> t.of(p) ? "yes" : "no"))
            .collect(Collectors.joining());
    return row("", Platform::word) + "|---|---|---|\n" + delays + traits;
  }

  private static String row(String what, Function<Platform, String> on) {
    return Arrays.stream(Platform.values())
        .map(on)
        .collect(Collectors.joining(" | ", "| %s | ".formatted(what), " |\n"));
  }

  private static String killPoints() {
    return Arrays.stream(KillPoint.values())
        .map(p -> "| `%s` | %s |\n".formatted(p.name(), p.sentence()))
        .collect(Collectors.joining("", "| kill point | where |\n|---|---|\n", ""));
  }
}
