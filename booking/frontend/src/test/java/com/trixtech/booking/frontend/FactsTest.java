package com.trixtech.booking.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import com.trixtech.booking.frontend.pages.Picture;
import com.trixtech.booking.frontend.pages.Words;
import com.trixtech.booking.frontend.stay.Money;
import com.trixtech.booking.frontend.stay.Stay;
import com.trixtech.booking.frontend.web.LinkTokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words and numbers of the pages. */
class FactsTest {

  @ParameterizedTest
  @CsvSource({
    "EUR, 12900, €129",
    "EUR, 12950, €129.50",
    "EUR, 12905, €129.05",
    "EUR, 123456700, '€1,234,567'",
    "EUR, 0, €0",
    "EUR, -500, -€5",
    "CHF, 8000, CHF 80"
  })
  void moneyReadsAsPeopleWriteIt(String currency, long minor, String text) {
    assertThat(new Money(currency, minor)).hasToString(text);
  }

  @Test
  void datesAndTimesAreTheSameOnEveryPage() {
    assertThat(Words.day(LocalDate.of(2026, 12, 4))).isEqualTo("Fri 4 Dec 2026");
    assertThat(Words.time(Instant.parse("2026-12-04T14:32:59Z"))).isEqualTo("14:32 UTC");
    assertThat(Words.minutes(Duration.ofSeconds(541))).isEqualTo("10 minutes");
    assertThat(Words.minutes(Duration.ofSeconds(60))).isEqualTo("1 minute");
    assertThat(Words.minutes(Duration.ofSeconds(-5))).isEqualTo("0 minutes");
    assertThat(Words.ago(Duration.ofSeconds(1))).isEqualTo("1 second ago");
    assertThat(Words.ago(Duration.ofSeconds(150))).isEqualTo("2 minutes ago");
    assertThat(Words.ago(Duration.ofHours(3))).isEqualTo("3 hours ago");
  }

  @Test
  void aStaySaysHowLongAndForHowMany() {
    var from = LocalDate.of(2026, 12, 31);
    assertThat(new Stay(from, from.plusDays(1), 1).size()).isEqualTo("1 night, 1 guest");
    assertThat(new Stay(from, from.plusDays(3), 2).size()).isEqualTo("3 nights, 2 guests");
  }

  @Test
  void aTokenFitsItsOwnBookingAndSecretOnly() {
    var tokens = new LinkTokens("a secret for tests".getBytes(StandardCharsets.UTF_8));
    var others = new LinkTokens("another for tests".getBytes(StandardCharsets.UTF_8));
    var id = UUID.fromString("00000000-0000-4000-8000-000000000001");
    String token = tokens.of(id);
    assertThat(token).hasSize(22).matches("[A-Za-z0-9_-]+");
    assertThat(tokens.fits(id, token)).isTrue();
    assertThat(tokens.fits(UUID.randomUUID(), token)).isFalse();
    assertThat(tokens.fits(id, "")).isFalse();
    assertThat(tokens.fits(id, token.substring(1))).isFalse();
    assertThat(others.fits(id, token)).isFalse();
    assertThat(LinkTokens.random()).hasSize(32).isNotEqualTo(LinkTokens.random());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Harbour House", "Garden House", "Hill House", "Market House", "X"})
  void everyHouseHasADrawing(String house) {
    assertThat(Picture.of(house)).isIn("water", "trees", "hills", "town");
    assertThat(Picture.of(house)).isEqualTo(Picture.of(house));
  }
}
