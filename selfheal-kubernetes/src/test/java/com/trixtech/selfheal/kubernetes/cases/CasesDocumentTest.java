package com.trixtech.selfheal.kubernetes.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of docs/kubernetes-cases.md is what the tests are called. */
class CasesDocumentTest {
  private static final Path PAGE = Path.of("..", "docs", "kubernetes-cases.md");
  private static final Path TESTS = Path.of("src", "test", "java");
  private static final Pattern NAME = Pattern.compile("  void (case(\\d+)[A-Z]\\w*)\\(");
  private static final String BEGIN = "<!-- cases -->\n";
  private static final String END = "<!-- end -->\n";

  /** The tests of each case by its number, each as {@code Class.method}. */
  private static Map<Integer, TreeSet<String>> tests() throws IOException {
    Map<Integer, TreeSet<String>> found = new TreeMap<>();
    List<Path> sources;
    try (Stream<Path> files = Files.walk(TESTS)) {
      sources = files.filter(f -> f.toString().endsWith("Test.java")).toList();
    }
    for (Path source : sources) {
      String name = source.getFileName().toString().replace(".java", "");
      Matcher method = NAME.matcher(Files.readString(source));
      while (method.find()) {
        found
            .computeIfAbsent(Integer.valueOf(method.group(2)), _ -> new TreeSet<>())
            .add(name + "." + method.group(1));
      }
    }
    return found;
  }

  @Test
  void everyCaseHasATestAndEveryTestsCaseIsKnown() throws IOException {
    assertThat(tests().keySet())
        .containsExactlyElementsOf(Stream.of(Case.values()).map(Case::number).toList());
  }

  @Test
  void thePageIsCurrent() throws IOException {
    Map<Integer, TreeSet<String>> tests = tests();
    String rows =
        Stream.of(Case.values())
            .map(c ->
                "| %d | %s | %s | %s |\n"
                    .formatted(
                        c.number(),
                        c.complaint(),
                        c.duty(),
                        tests.getOrDefault(c.number(), new TreeSet<>()).stream()
                            .map(t -> "`" + t + "`")
                            .collect(Collectors.joining(" "))))
            .collect(
                Collectors.joining(
                    "",
                    "| case | what went wrong elsewhere | what is done here | tests |\n|---|---|---|---|\n",
                    ""));
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    String current = page.substring(0, from) + rows + page.substring(page.indexOf(END));
    if ("write".equals(System.getProperty("selfheal.docs"))) {
      Files.writeString(PAGE, current);
    } else {
      assertThat(page)
          .as(
              "renew it with: mvn -pl selfheal-kubernetes -am test -Dtest=CasesDocumentTest"
                  + " -Dsurefire.failIfNoSpecifiedTests=false -Dselfheal.docs=write")
          .isEqualTo(current);
    }
  }
}
