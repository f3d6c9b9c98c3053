package com.trixtech.selfheal.cli.text;

/**
 * How a meaning is shown.
 *
 * @param colour whether the terminal understands colours and its user wants them
 * @param columns width to stay within
 */
public record Style(boolean colour, int columns) {

  /** Meanings that have a colour. */
  public enum Tone {
    GOOD("32"),
    WARN("33"),
    BAD("31"),
    BUSY("36"),
    MUTED("2"),
    STRONG("1");

    private final String code;

    Tone(String code) {
      this.code = code;
    }
  }

  public String paint(Tone tone, String text) {
    return colour && !text.isEmpty() ? "\u001b[" + tone.code + "m" + text + "\u001b[0m" : text;
  }

  public String strong(String text) {
    return paint(Tone.STRONG, text);
  }

  public String muted(String text) {
    return paint(Tone.MUTED, text);
  }

  /** Icon and word of a health, an outcome or a verdict, padded to at least {@code width}. */
  public String badge(String word, int width) {
    return paint(
        tone(word),
        (icon(word) + " " + word + " ".repeat(width))
            .substring(0, Math.max(width, word.length() + 2)));
  }

  public String badge(String word) {
    return badge(word, 0);
  }

  private static String icon(String word) {
    return switch (tone(word)) {
      case GOOD -> "●";
      case WARN -> "▲";
      case BAD -> "✖";
      case BUSY -> "◐";
      case MUTED, STRONG -> "?";
    };
  }

  /** An unknown word is shown as unknown, never as good. */
  static Tone tone(String word) {
    return switch (word) {
      case "Healthy",
          "Recovered",
          "RecoveredByPlatform",
          "RecoveredByItself",
          "Admitted",
          "PASSED" ->
          Tone.GOOD;
      case "Degraded", "Paused", "RecoveredAfterEscalation", "Refused", "TargetGone", "Unproven" ->
          Tone.WARN;
      case "Failed", "Escalated", "NotRecovered", "FAILED" -> Tone.BAD;
      case "Healing", "Open", "Verifying", "Planned" -> Tone.BUSY;
      default -> Tone.MUTED;
    };
  }
}
