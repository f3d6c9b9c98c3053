package com.trixtech.selfheal.manifest.semantics;

import java.util.List;
import java.util.Map;

/**
 * The {@code $(VAR)} references of Kubernetes, exactly: {@code $$} is an escaped {@code $}, an
 * undefined variable stays as it was written, an unclosed reference and a lone {@code $} stay too.
 * Only env values, command and args are expanded; a probe's exec command is not. Stateless.
 */
public final class Expansion {
  private Expansion() {}

  /** Replaces the references in one text. */
  public static String expand(String text, Map<String, String> variables) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      char next = c == '$' && i + 1 < text.length() ? text.charAt(i + 1) : '\0';
      int close = next == '(' ? text.indexOf(')', i + 2) : -1;
      if (next == '$') {
        out.append('$');
        i += 2;
      } else if (close >= 0) {
        String name = text.substring(i + 2, close);
        out.append(variables.getOrDefault(name, "$(" + name + ")"));
        i = close + 1;
      } else {
        out.append(c);
        i++;
      }
    }
    return out.toString();
  }

  /** Replaces the references in each word of a command or of its arguments. */
  public static List<String> expand(List<String> words, Map<String, String> variables) {
    return words.stream().map(word -> expand(word, variables)).toList();
  }
}
