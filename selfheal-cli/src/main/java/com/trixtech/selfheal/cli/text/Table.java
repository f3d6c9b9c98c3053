package com.trixtech.selfheal.cli.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Columns as wide as their widest cell. Not thread-safe; filled, rendered, forgotten. */
public final class Table {
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

  private final List<String[]> rows = new ArrayList<>();
  private final String indent;
  private final String gap;

  Table(String indent) {
    this(indent, "  ");
  }

  Table(String indent, String gap) {
    this.indent = indent;
    this.gap = gap;
  }

  Table row(String... cells) {
    rows.add(cells);
    return this;
  }

  List<String> lines() {
    int columns = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    int[] widths =
        IntStream.range(0, columns)
            .map(c ->
                rows.stream()
                    .filter(row -> row.length > c)
                    .mapToInt(row -> width(row[c]))
                    .max()
                    .orElse(0))
            .toArray();
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private String line(String[] row, int[] widths) {
    StringBuilder line = new StringBuilder(indent);
    Arrays.setAll(row, c -> row[c] + " ".repeat(widths[c] - width(row[c])));
    line.append(String.join(gap, row));
    return line.toString().stripTrailing();
  }

  /** Visible width: colour codes take no room. */
  static int width(String cell) {
    String plain = COLOUR.matcher(cell).replaceAll("");
    return plain.codePointCount(0, plain.length());
  }

  /** Cut to {@code width} with an ellipsis; for plain text. */
  static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
  }

  /** Broken into lines at spaces; a longer word stays whole. */
  public static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
