package com.trixtech.selfheal.kubernetes.install;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * So much of Helm's templates as the chart uses: a value, and one condition around a whole file.
 * Anything else is an error, so that the chart cannot begin to say more than is tested.
 */
record HelmText(Map<String, String> values) {
  private static final Pattern CONDITION =
      Pattern.compile(
          "\\A\\{\\{- if and \\(eq \\.(\\S+) \"(\\w+)\"\\) \\.(\\S+) }}\n(.*)\\{\\{- end }}\n\\z",
          Pattern.DOTALL);
  private static final Pattern VALUE = Pattern.compile("\\{\\{ \\.(\\S+) }}");

  String render(String template) {
    var condition = CONDITION.matcher(template);
    if (!condition.matches()) {
      return fill(template);
    }
    boolean holds =
        value(condition.group(1)).equals(condition.group(2))
            && Boolean.parseBoolean(value(condition.group(3)));
    return holds ? fill(condition.group(4)) : "";
  }

  private String fill(String text) {
    String filled = VALUE.matcher(text).replaceAll(found -> value(found.group(1)));
    if (filled.contains("{{")) {
      throw new AssertionError(filled + " (expected: only values and one condition)");
    }
    return filled;
  }

  private String value(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new AssertionError(name + " (expected: one of " + values.keySet() + ")");
    }
    return value;
  }
}
