package com.trixtech.selfheal.drill.report;

/** Text that may stand in an element or in a quoted attribute. */
final class Xml {
  private Xml() {}

  static String text(String raw) {
    StringBuilder safe = new StringBuilder(raw.length());
    raw.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> safe.append("&amp;");
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '"' -> safe.append("&quot;");
            default -> {
              // Control characters are no XML: a process's last words may contain some.
              boolean fine = c >= 0x20 || c == '\n' || c == '\t';
              safe.appendCodePoint(fine ? c : ' ');
            }
          }
        });
    return safe.toString();
  }
}
