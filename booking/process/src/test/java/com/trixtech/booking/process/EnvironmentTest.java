package com.trixtech.booking.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {
  private static final Duration MOST = Duration.ofSeconds(30);

  @Test
  void everyMistakeIsToldAtOnceWithItsValueAndWhatWasExpected() {
    var read = new Environment(Map.of("PORT", "70000", "DRAIN", "soon", "URL", "backend:3000"));
    assertThat(read.number("PORT", 3000, 0, 65535)).isEqualTo(3000);
    assertThat(read.duration("DRAIN", Duration.ofMillis(300), MOST)).hasMillis(300);
    read.httpUrl("URL");
    read.required("USER", "the role to connect as");
    assertThatThrownBy(read::check)
        .isInstanceOf(Environment.Invalid.class)
        .hasMessage(
            """
            PORT: '70000' (expected: a number, 0 to 65535) in the environment
            DRAIN: 'soon' (expected: a duration such as 300ms, 5s or PT0.3S, at most PT30S) in the environment
            URL: 'backend:3000' (expected: http://HOST:PORT) in the environment
            USER: '' (expected: the role to connect as) in the environment\
            """);
  }

  @Test
  void whatIsNotSetOrBlankIsTheDefaultAndNoMistake() {
    var read = new Environment(Map.of("PORT", "  "));
    assertThat(read.number("PORT", 3000, 0, 65535)).isEqualTo(3000);
    assertThat(read.text("HOST", "127.0.0.1")).isEqualTo("127.0.0.1");
    assertThat(read.duration("DRAIN", Duration.ofMillis(300), MOST)).hasMillis(300);
    assertThatCode(read::check).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"300ms,300", "5s,5000", "PT0.3S,300", "PT1M,60000", "0s,0"})
  void durationsAreIsoOrWholeSecondsAndMilliseconds(String text, long millis) {
    assertThat(Environment.durationOf(text)).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "5", "5 s", "1.5s", "5m", "9999999999s", "-5s"})
  void otherDurationsAreRefused(String text) {
    assertThat(Environment.durationOf(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT31S", "PT-1S"})
  void aDurationOutOfRangeIsRefused(String text) {
    var read = new Environment(Map.of("DRAIN", text));
    read.duration("DRAIN", Duration.ZERO, MOST);
    assertThatThrownBy(read::check).hasMessageContaining("DRAIN: '" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://x:1", "http://x", "http://:80", "x:80", "http://a b:1"})
  void anAddressWithoutSchemeHostOrPortIsRefused(String text) {
    var read = new Environment(Map.of("URL", text));
    read.httpUrl("URL");
    assertThatThrownBy(read::check).hasMessageContaining("(expected: http://HOST:PORT)");
  }

  @Test
  void anAddressIsReadAsItIs() {
    var read = new Environment(Map.of("URL", "http://127.0.0.1:3100"));
    assertThat(read.httpUrl("URL")).isEqualTo(URI.create("http://127.0.0.1:3100"));
  }
}
